// A network with a subnet that the app's traffic leaves through and one for the private endpoints, and the zones in which the services' names lead to those endpoints.

@description('Name of the network.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Addresses of the network; at most a /23.')
param addressPrefix string

// Private endpoints of every service that the templates close: its zone by the endpoint's group.
var zones = [
  { groupId: 'blob', name: 'privatelink.blob.${environment().suffixes.storage}' }
  { groupId: 'table', name: 'privatelink.table.${environment().suffixes.storage}' }
  { groupId: 'namespace', name: 'privatelink.servicebus.windows.net' }
  { groupId: 'vault', name: 'privatelink.vaultcore.azure.net' }
  { groupId: 'sites', name: 'privatelink.azurewebsites.net' }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 0)
          delegations: [
            {
              name: 'functions'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 1)
          defaultOutboundAccess: false
        }
      }
    ]
  }
}

resource appSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: 'app'
}

resource endpointSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: 'endpoints'
}

resource zoneResources 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zones: {
    name: zone.name
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for i in range(0, length(zones)): {
    parent: zoneResources[i]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

@description('Subnet for the app.')
output appSubnetId string = appSubnet.id

@description('Subnet for private endpoints.')
output endpointSubnetId string = endpointSubnet.id

@description('Zones, by the group of the endpoint.')
output zoneIds object = toObject(zones, zone => zone.groupId, zone => resourceId('Microsoft.Network/privateDnsZones', zone.name))
