var sum = 1
  + 2 // finding: '+' stands on another line than its operands
var escape = 'a\q' // finding: '\q' is no escape sequence
