@export()
var thing = 1

var other = 2
