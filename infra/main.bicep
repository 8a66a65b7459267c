// Everything that a deployment of Margin Functions needs, in a resource group of its own. docs/deploy.md tells how to use it.

targetScope = 'subscription'

import { brokerEntry, roles } from 'modules/shared.bicep'

@description('Name of the environment, such as dev or prod. It is part of the resource group\'s name.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of every resource. It must offer Flex Consumption.')
@minLength(1)
param location string

@description('Name of the resource group; empty for rg- and the environment\'s name.')
@maxLength(90)
param resourceGroupName string = ''

@description('Name of the app, unique in Azure; empty for one made from subscription, environment and region.')
@maxLength(60)
param functionAppName string = ''

@description('Name of the Service Bus namespace, unique in Azure: 6 characters or more; empty for one made from subscription, environment and region.')
@maxLength(50)
param serviceBusName string = ''

@description('Name of the storage account of the Functions host, unique in Azure: lower-case letters and digits, 3 or more; empty for one made from subscription, environment and region.')
@maxLength(24)
param hostStorageName string = ''

@description('Name of the storage account of the engine\'s tables, unique in Azure: lower-case letters and digits, 3 or more; empty for one made from subscription, environment and region.')
@maxLength(24)
param tableStorageName string = ''

@description('Name of the key vault, unique in Azure: 3 characters or more; empty for one made from subscription, environment and region.')
@maxLength(24)
param keyVaultName string = ''

@description('Tier of the Service Bus namespace. Premium gives capacity of its own, and alone allows private networking. The tier cannot be changed later.')
@allowed(['Standard', 'Premium'])
param serviceBusSku string = 'Standard'

@description('Messaging units of a Premium namespace; unused on Standard.')
@allowed([1, 2, 4, 8, 16])
param serviceBusCapacity int = 1

@description('Redundancy of both storage accounts. Standard_ZRS and Standard_GZRS outlast the loss of a zone.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Whether the app, and a Premium namespace, are spread over availability zones. The region must have them. Fixed for a namespace when it is made.')
param zoneRedundant bool = false

@description('Memory of an instance of the app, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances that the app scales out to. An instance works on up to 16 shards at a time.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances of ProcessShard that are always up.')
@minValue(0)
@maxValue(100)
param alwaysReadyShards int = 1

@description('Instances of IngestPrices that are always up.')
@minValue(0)
@maxValue(100)
param alwaysReadyPrices int = 1

@description('Shards of this deployment: what the risk parameters say as shardCount, a power of two. Fixed for the life of the deployment. Alerts are set by it, and the deployment is refused when the parameters say otherwise.')
@minValue(1)
@maxValue(1024)
param shardCount int = 64

@description('Who gets alerts by e-mail; empty for no one.')
@maxLength(254)
param alertEmail string = ''

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Log every request to the engine\'s tables. There are very many: for finding a fault, not for every day.')
param logTableRequests bool = false

@description('Close Service Bus, storage and the key vault to the internet, and reach them through private endpoints. Needs the Premium tier: Standard has no private endpoints. Logs still go to public addresses of Azure Monitor, which take identities only.')
param privateNetworking bool = false

@description('Addresses of the private network; at most a /23.')
@minLength(9)
@maxLength(18)
param networkAddressPrefix string = '10.80.0.0/23'

@description('Whether the app\'s own address is open to the internet. It serves deployments only; the app has no HTTP functions. When closed, deploy from inside the private network.')
param appPublicNetworkAccess bool = true

@description('Ports of webhooks that are allowed besides 443, with commas between; empty for none.')
@maxLength(200)
param webhookPorts string = ''

@description('Brokers of a shared deployment. A deployment for one broker needs none: its broker sends straight to the queues.')
@maxLength(500)
param brokers brokerEntry[] = []

@description('Whether the deploying principal may send and receive all messages, read the tables and write secrets. For development.')
param developerAccess bool = false

@description('Object id of the deploying principal, which azd fills in; empty for none.')
@maxLength(36)
param principalId string = ''

@description('What the deploying principal is.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param principalType string = 'User'

@description('Days for which a deleted key vault can be brought back. Fixed when the vault is made.')
@minValue(7)
@maxValue(90)
param keyVaultRetentionDays int = 90

@description('Bring back the key vault that an earlier deployment of this name left behind.')
param recoverKeyVault bool = false

var token = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }
var packageContainer = 'app-package'

// MarginFunctions.Storage.EngineTables has the same; a test compares.
var tables = ['shards', 'marks', 'bands', 'history', 'parameters', 'webhooks', 'fund', 'slices']

var usableServiceBusSku = privateNetworking && serviceBusSku == 'Standard'
  ? fail('privateNetworking needs serviceBusSku Premium: Standard namespaces have no private endpoints. Set SERVICE_BUS_SKU to Premium, or PRIVATE_NETWORKING to false.')
  : serviceBusSku

var developerId = developerAccess ? principalId : ''

var developerTableGrants = empty(developerId)
  ? []
  : [{ principalId: developerId, principalType: principalType, roleId: roles.storageTableDataReader }]

var developerVaultGrants = empty(developerId)
  ? []
  : [{ principalId: developerId, principalType: principalType, roleId: roles.keyVaultSecretsOfficer }]

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: empty(resourceGroupName) ? 'rg-${environmentName}' : resourceGroupName
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    applicationInsightsName: 'appi-${token}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    grants: [{ principalId: identity.outputs.principalId, principalType: 'ServicePrincipal', roleId: roles.monitoringMetricsPublisher }]
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: {
    name: empty(serviceBusName) ? 'sb-${token}' : serviceBusName
    location: location
    tags: tags
    sku: usableServiceBusSku
    premiumCapacity: serviceBusCapacity
    zoneRedundant: zoneRedundant
    privateNetworking: privateNetworking
    appPrincipalId: identity.outputs.principalId
    developerPrincipalId: developerId
    developerPrincipalType: principalType
    workspaceId: monitoring.outputs.workspaceId
  }
}

// One after the other: a namespace refuses some changes while another is under way.
@batchSize(1)
module brokerAccess 'modules/broker.bicep' = [
  for broker in brokers: {
    name: 'broker-${broker.id}'
    scope: group
    params: {
      broker: broker
      namespaceName: serviceBus.outputs.name
    }
  }
]

// The Functions host: the app's package, and locks of the timer. Blob Data Owner is what the host needs. It would need the account's tables only to keep diagnostic events, which
// Application Insights has as well, and its queues only for blob triggers, of which there are none.
module hostStorage 'modules/storage-account.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: empty(hostStorageName) ? 'sthost${token}' : hostStorageName
    location: location
    tags: tags
    sku: storageSku
    privateNetworking: privateNetworking
    containers: [packageContainer]
    tables: []
    grants: [{ principalId: identity.outputs.principalId, principalType: 'ServicePrincipal', roleId: roles.storageBlobDataOwner }]
    blobLogs: ['StorageDelete']
    tableLogs: []
    workspaceId: monitoring.outputs.workspaceId
  }
}

// The engine's state. The app makes its tables when they are not there, so it may write them as well as their rows.
module tableStorage 'modules/storage-account.bicep' = {
  name: 'table-storage'
  scope: group
  params: {
    name: empty(tableStorageName) ? 'stmargin${token}' : tableStorageName
    location: location
    tags: tags
    sku: storageSku
    privateNetworking: privateNetworking
    containers: []
    tables: tables
    grants: concat(
      [{ principalId: identity.outputs.principalId, principalType: 'ServicePrincipal', roleId: roles.storageTableDataContributor }],
      developerTableGrants
    )
    blobLogs: []
    tableLogs: logTableRequests ? ['StorageRead', 'StorageWrite', 'StorageDelete'] : []
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: group
  params: {
    name: empty(keyVaultName) ? 'kv-${token}' : keyVaultName
    location: location
    tags: tags
    retentionDays: keyVaultRetentionDays
    recover: recoverKeyVault
    privateNetworking: privateNetworking
    grants: concat(
      [{ principalId: identity.outputs.principalId, principalType: 'ServicePrincipal', roleId: roles.keyVaultSecretsUser }],
      developerVaultGrants
    )
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
  }
}

module functionApp 'modules/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    name: empty(functionAppName) ? 'func-${token}' : functionAppName
    planName: 'plan-${token}'
    location: location
    tags: tags
    serviceName: 'margin'
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    packageContainer: packageContainer
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    serviceBusHostName: serviceBus.outputs.hostName
    tableEndpoint: tableStorage.outputs.tableEndpoint
    vaultUri: keyVault.outputs.uri
    webhookPorts: webhookPorts
    shardCount: shardCount
    isShared: !empty(brokers)
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyShards: alwaysReadyShards
    alwaysReadyPrices: alwaysReadyPrices
    zoneRedundant: zoneRedundant
    publicNetworkAccess: appPublicNetworkAccess
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    workspaceId: monitoring.outputs.workspaceId
  }
  // The app starts at once, and looks for its package and its tables by private names.
  dependsOn: [hostBlobEndpoint, tableEndpoint, serviceBusEndpoint]
}

module hostBlobEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  name: 'host-blob-endpoint'
  scope: group
  params: {
    name: 'pe-host-blob-${token}'
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    targetId: hostStorage.outputs.id
    groupId: 'blob'
    zoneId: network!.outputs.zoneIds.blob
  }
}

module tableEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  name: 'table-endpoint'
  scope: group
  params: {
    name: 'pe-table-${token}'
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    targetId: tableStorage.outputs.id
    groupId: 'table'
    zoneId: network!.outputs.zoneIds.table
  }
}

module serviceBusEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  name: 'service-bus-endpoint'
  scope: group
  params: {
    name: 'pe-service-bus-${token}'
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    targetId: serviceBus.outputs.id
    groupId: 'namespace'
    zoneId: network!.outputs.zoneIds.namespace
  }
}

module keyVaultEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  name: 'key-vault-endpoint'
  scope: group
  params: {
    name: 'pe-key-vault-${token}'
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    targetId: keyVault.outputs.id
    groupId: 'vault'
    zoneId: network!.outputs.zoneIds.vault
  }
}

module appEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  name: 'app-endpoint'
  scope: group
  params: {
    name: 'pe-app-${token}'
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    targetId: functionApp.outputs.id
    groupId: 'sites'
    zoneId: network!.outputs.zoneIds.sites
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    email: alertEmail
    serviceBusId: serviceBus.outputs.id
    workspaceId: monitoring.outputs.workspaceId
    shardCount: shardCount
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    title: 'Margin Functions ${environmentName}'
    serviceBusId: serviceBus.outputs.id
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('Region.')
output AZURE_LOCATION string = location

@description('Tenant.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('Resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the app.')
output SERVICE_MARGIN_NAME string = functionApp.outputs.name

@description('Name of the Service Bus namespace.')
output SERVICE_BUS_NAMESPACE string = serviceBus.outputs.name

@description('Host name of the Service Bus namespace.')
output SERVICE_BUS_HOST string = serviceBus.outputs.hostName

@description('Address of the engine\'s tables.')
output TABLES_ENDPOINT string = tableStorage.outputs.tableEndpoint

@description('Name of the key vault.')
output KEY_VAULT_NAME string = keyVault.outputs.name
