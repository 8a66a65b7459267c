// The namespace, its queues and its topic. MarginFunctions.Engine.Ports.Entities says what they are; a test compares.

import { roles } from 'shared.bicep'

@description('Name of the namespace.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Tier. Only Premium can be closed to the internet.')
@allowed(['Standard', 'Premium'])
param sku string

@description('Messaging units of the Premium tier; unused on Standard.')
@allowed([1, 2, 4, 8, 16])
param premiumCapacity int

@description('Whether a Premium namespace is spread over availability zones. Fixed when the namespace is made.')
param zoneRedundant bool

@description('Whether only private endpoints reach the namespace.')
param privateNetworking bool

@description('Object id of the app.')
param appPrincipalId string

@description('Object id of a developer who may send and receive everywhere; empty for none.')
param developerPrincipalId string

@description('What the developer is.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param developerPrincipalType string

@description('Log Analytics workspace for logs and metrics.')
param workspaceId string

// isTrigger: a function is triggered by the queue.
var queues = [
  { name: 'position-updates', requiresSession: false, isTrigger: true }
  { name: 'price-updates', requiresSession: false, isTrigger: true }
  { name: 'liquidation-fills', requiresSession: false, isTrigger: true }
  { name: 'shard-work', requiresSession: true, isTrigger: true }
  { name: 'liquidation-jobs', requiresSession: true, isTrigger: false }
  { name: 'coverage-requests', requiresSession: true, isTrigger: true }
  { name: 'update-rejections', requiresSession: false, isTrigger: false }
  { name: 'notification-retries', requiresSession: false, isTrigger: true }
]

var topics = [
  { name: 'margin-calls', subscription: 'notifications' }
]

var developerRoles = empty(developerPrincipalId) ? [] : [roles.serviceBusDataSender, roles.serviceBusDataReceiver]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: sku
    capacity: sku == 'Premium' ? premiumCapacity : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    zoneRedundant: sku == 'Premium' ? zoneRedundant : null
    premiumMessagingPartitions: sku == 'Premium' ? 1 : null
  }
}

resource queueResources 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in queues: {
    parent: namespace
    name: queue.name
    properties: {
      requiresSession: queue.requiresSession
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      enablePartitioning: false
      maxSizeInMegabytes: 5120
    }
  }
]

resource topicResources 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for topic in topics: {
    parent: namespace
    name: topic.name
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      defaultMessageTimeToLive: 'P14D'
      enablePartitioning: false
      maxSizeInMegabytes: 5120
    }
  }
]

resource subscriptionResources 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for (topic, i) in topics: {
    parent: topicResources[i]
    name: topic.subscription
    properties: {
      requiresSession: false
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      deadLetteringOnFilterEvaluationExceptions: true
    }
  }
]

// The app's roles end at the entity. Triggers need more than Data Receiver: the Functions scale controller reads the number of waiting messages through the administration API,
// which asks for Azure Service Bus Data Owner. Without it the controller only peeks, and scaling is late or wrong without an error. So the app owns the queues that trigger it,
// which includes sending to them, and only sends to the others.
resource queueRoleAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, i) in queues: {
    name: guid(queueResources[i].id, appPrincipalId, queue.isTrigger ? roles.serviceBusDataOwner : roles.serviceBusDataSender)
    scope: queueResources[i]
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queue.isTrigger ? roles.serviceBusDataOwner : roles.serviceBusDataSender)
    }
  }
]

resource topicRoleAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(topics)): {
    name: guid(topicResources[i].id, appPrincipalId, roles.serviceBusDataSender)
    scope: topicResources[i]
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    }
  }
]

// A function is triggered by the subscription. Ownership ends at it, so the app cannot change what brokers' subscriptions let through.
resource subscriptionRoleAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(topics)): {
    name: guid(subscriptionResources[i].id, appPrincipalId, roles.serviceBusDataOwner)
    scope: subscriptionResources[i]
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    }
  }
]

resource developerRoleAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in developerRoles: {
    name: guid(namespace.id, developerPrincipalId, role)
    scope: namespace
    properties: {
      principalId: developerPrincipalId
      principalType: developerPrincipalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
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

@description('Resource id of the namespace.')
output id string = namespace.id

@description('Name of the namespace.')
output name string = namespace.name

@description('Host name of the namespace.')
output hostName string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
