// One service's address in the network.

@description('Name of the endpoint.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Subnet that the endpoint stands in.')
param subnetId string

@description('Resource that the endpoint leads to.')
param targetId string

@description('Part of the resource that the endpoint leads to.')
@allowed(['blob', 'table', 'namespace', 'vault', 'sites'])
param groupId string

@description('Private DNS zone that gets the endpoint\'s name.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: groupId
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }
}

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: groupId
        properties: {
          privateDnsZoneId: zoneId
        }
      }
    ]
  }
}
