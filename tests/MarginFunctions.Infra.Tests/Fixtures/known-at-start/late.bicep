param identityId string

var principal = identity.properties.principalId
var names = [for n in [1]: '${n}${inner.outputs.name}'] // finding: the loop of variable 'names' needs 'inner.outputs.name', which is known only during the deployment

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityId
}

module inner 'inner.bicep' = if (identity.properties.clientId != '') { // finding: the condition of module 'inner' needs 'identity.properties.clientId', which is known only during the deployment
  name: 'inner-${identity.id}'
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(identity.id, principal) // finding: the name of resource 'role' needs 'identity.properties.principalId', which is known only during the deployment
  properties: {
    principalId: principal
  }
}

resource queues 'Microsoft.ServiceBus/namespaces@2024-01-01' = [for q in inner.outputs.names: { // finding: the loop of resource 'queues' needs 'inner.outputs.names', which is known only during the deployment
  name: '${q}${names[0]}' // finding: the name of resource 'queues' needs 'inner.outputs.name', which is known only during the deployment
}]
