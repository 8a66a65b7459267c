// A broker's own ways in and out of a shared deployment. It sends to its topics and to no queue, so what it sends carries its name whatever it wrote there itself; the engine
// refuses accounts that are not the broker's. It receives the margin calls of its own accounts only.

import { brokerEntry, roles } from 'shared.bicep'

@description('The broker.')
param broker brokerEntry

@description('Name of the namespace, with the engine\'s queues and topics in it.')
param namespaceName string

var ingress = [
  { topic: 'ingress-${broker.id}', queue: 'position-updates' }
  { topic: 'fills-${broker.id}', queue: 'liquidation-fills' }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource marginCalls 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = {
  parent: namespace
  name: 'margin-calls'
}

resource ingressTopics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for way in ingress: {
    parent: namespace
    name: way.topic
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      defaultMessageTimeToLive: 'P14D'
      enablePartitioning: false
      maxSizeInMegabytes: 1024
    }
  }
]

resource forwards 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for (way, i) in ingress: {
    parent: ingressTopics[i]
    name: 'forward'
    properties: {
      forwardTo: way.queue
      requiresSession: false
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      deadLetteringOnFilterEvaluationExceptions: true
    }
  }
]

// Every subscription is made with a rule named $Default that lets everything through as it is. Writing to that name replaces it, so that this stays the only rule.
resource stamps 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for i in range(0, length(ingress)): {
    parent: forwards[i]
    name: '$Default'
    properties: {
      filterType: 'SqlFilter'
      sqlFilter: {
        sqlExpression: '1=1'
      }
      action: {
        sqlExpression: 'SET brokerId = \'${broker.id}\''
      }
    }
  }
]

resource senders 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(ingress)): {
    name: guid(ingressTopics[i].id, broker.principalId, roles.serviceBusDataSender)
    scope: ingressTopics[i]
    properties: {
      principalId: broker.principalId
      principalType: broker.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    }
    // Not before the stamp is in place: until then the topic forwards what it gets unchanged.
    dependsOn: [stamps]
  }
]

resource ownCalls 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: marginCalls
  name: 'broker-${broker.id}'
  properties: {
    requiresSession: false
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    defaultMessageTimeToLive: 'P14D'
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

resource ownCallsOnly 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = {
  parent: ownCalls
  name: '$Default'
  properties: {
    filterType: 'SqlFilter'
    sqlFilter: {
      sqlExpression: 'brokerId = \'${broker.id}\''
    }
  }
}

resource receiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(ownCalls.id, broker.principalId, roles.serviceBusDataReceiver)
  scope: ownCalls
  properties: {
    principalId: broker.principalId
    principalType: broker.principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
  }
  // Not before the filter is in place: until then the subscription holds every broker's calls.
  dependsOn: [ownCallsOnly]
}
