var name = 'begun // finding: a string ends on another line
'
