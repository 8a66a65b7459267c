param brokers array

module absent 'gone.bicep' = { // finding: module 'absent' is of 'gone.bicep', which is not there
  name: 'absent'
}

module incomplete './callee.bicep' = { // finding: module 'incomplete' is not given 'name', which './callee.bicep' needs
  name: 'incomplete'
  params: {
    size: 'large' // finding: module 'incomplete' is given 'size' as string, not int
    colour: 'red' // finding: module 'incomplete' is given 'colour', which './callee.bicep' does not take
    tier: 'Basic' // finding: module 'incomplete' is given 'tier' as 'Basic'; './callee.bicep' allows Standard, Premium
  }
}

module many 'callee.bicep' = [for broker in brokers: if (broker.active) {
  name: 'many-${broker.id}'
  params: {
    name: brokers // finding: module 'many' is given 'name' as array, not string
    tier: incomplete.outputs.endpoint
    size: incomplete.outputs.endpont // finding: 'incomplete.outputs.endpont' is asked for, and './callee.bicep' has no output 'endpont'
  }
}]

output first string = many[0].outputs.endpoint
output second int = many[1].outputs.endpoint // finding: output 'second' is string, not int
