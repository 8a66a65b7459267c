targetScope = 'subscription'

var here = resourceGroup().location // finding: resourceGroup() is called where no resource group is deployed to

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg'
  location: here
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = { // finding: resource 'bus' is deployed to the subscription, which takes no Microsoft.ServiceBus/namespaces
  name: 'bus'
}

module good 'group.bicep' = {
  name: 'good'
  scope: group
}

module bad 'group.bicep' = { // finding: module 'bad' has no scope, and 'group.bicep' is for a resourceGroup, not for a subscription
  name: 'bad'
}
