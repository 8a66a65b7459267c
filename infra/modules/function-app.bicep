// The Flex Consumption plan and the app. Every connection is an address and an identity; no setting holds a secret.

@description('Name of the app.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The service of azure.yaml that is deployed to the app.')
param serviceName string

@description('Resource id of the identity that the app runs as.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Storage account of the Functions host.')
param hostStorageName string

@description('Address of the host account\'s blobs.')
param hostBlobEndpoint string

@description('Container that the app\'s package is deployed to.')
param packageContainer string

@description('Application Insights component that gets logs and traces.')
param applicationInsightsName string

@description('Host name of the Service Bus namespace.')
param serviceBusHostName string

@description('Address of the engine\'s tables.')
param tableEndpoint string

@description('Address of the key vault with the secrets of webhooks.')
param vaultUri string

@description('Ports of webhooks that are allowed besides 443, with commas between.')
param webhookPorts string

@description('Shards of this deployment.')
param shardCount int

@description('Whether several brokers share the deployment: then the app refuses updates and fills that name no broker.')
param isShared bool

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most instances that the app scales out to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Instances of ProcessShard that are always up.')
@minValue(0)
@maxValue(100)
param alwaysReadyShards int

@description('Instances of IngestPrices that are always up.')
@minValue(0)
@maxValue(100)
param alwaysReadyPrices int

@description('Whether instances are spread over availability zones.')
param zoneRedundant bool

@description('Whether the app\'s address, which deployments use, is open to the internet.')
param publicNetworkAccess bool

@description('Subnet that the app reaches other services through; empty for none.')
param subnetId string

@description('Log Analytics workspace for logs and metrics.')
param workspaceId string

var alwaysReady = [
  { name: 'function:ProcessShard', instanceCount: alwaysReadyShards }
  { name: 'function:IngestPrices', instanceCount: alwaysReadyPrices }
]

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

// siteConfig.ftpsState is not here: Flex Consumption has no FTPS and refuses the property. The policies below turn basic credentials off for FTP and for deployments.
resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostBlobEndpoint}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        alwaysReady: filter(alwaysReady, entry => entry.instanceCount > 0)
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: {
    AzureWebJobsStorage__accountName: hostStorageName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    ServiceBus__fullyQualifiedNamespace: serviceBusHostName
    ServiceBus__credential: 'managedidentity'
    ServiceBus__clientId: identityClientId
    Tables__endpoint: tableEndpoint
    Tables__clientId: identityClientId
    WebhookSecrets__vaultUri: vaultUri
    WebhookSecrets__clientId: identityClientId
    WebhookPorts: webhookPorts
    RiskParametersPath: 'risk-parameters.json'
    ShardCount: string(shardCount)
    SharedByBrokers: string(isShared)
    APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  }
}

resource ftpCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('Resource id of the app.')
output id string = app.id

@description('Name of the app.')
output name string = app.name
