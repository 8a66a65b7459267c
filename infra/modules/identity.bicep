// The one identity that the app runs as. It is user-assigned, so that its roles are in place before the app first starts.

@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output id string = identity.id

@description('Client id, which the app names when it asks for tokens.')
output clientId string = identity.properties.clientId

@description('Object id, which roles are granted to.')
output principalId string = identity.properties.principalId
