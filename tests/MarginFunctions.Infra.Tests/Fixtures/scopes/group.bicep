resource inner 'Microsoft.Resources/resourceGroups@2024-03-01' = { // finding: resource 'inner' is a resource group in a resource group
  name: 'inner'
  location: resourceGroup().location
}
