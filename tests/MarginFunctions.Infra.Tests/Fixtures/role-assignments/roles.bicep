param principalId string
param role string

resource fresh 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: newGuid() // finding: role assignment 'fresh' has a name that is not guid() of at least two things
  properties: { // finding: role assignment 'fresh' has no principalType
    principalId: principalId
    roleDefinitionId: role
  }
}

resource stable 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, principalId, role)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role
  }
}
