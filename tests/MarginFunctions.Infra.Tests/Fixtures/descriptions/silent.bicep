param name string // finding: parameter 'name' has no @description

@description(' ')
param location string // finding: parameter 'location' has no @description

output both string = '${name} ${location}' // finding: output 'both' has no @description
