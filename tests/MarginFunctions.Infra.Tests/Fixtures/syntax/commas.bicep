var pair = { one: 1 two: 2 } // finding: a property begins on the line of another, without a comma
var a = 1 var b = 2 // finding: a statement begins on the line of another
