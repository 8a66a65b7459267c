// What an operator is paged for. docs/operations.md says what each signal means.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Who gets alerts by e-mail; empty for no one: alerts then only show in the portal.')
param email string

@description('Resource id of the Service Bus namespace.')
param serviceBusId string

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Shards of this deployment. A sweep sends one message to each, every minute.')
param shardCount int

// Service Bus has no metric for the age of a message. What comes nearest: the lowest number of waiting messages in a window. A queue whose lowest number is high was
// never worked off in the window, so its oldest message may be as old as the window. Whether shards are worked on at all is the log alert 'no-shard-work'.
var metricAlerts = [
  {
    name: 'dead-letters'
    description: 'A queue or subscription has dead letters: messages that were given up. Read their reason, and the app\'s errors of that time.'
    severity: 1
    metric: 'DeadletteredMessages'
    entities: ['*']
    aggregation: 'Maximum'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'shards-behind'
    description: 'For 15 minutes more than two sweeps\' messages waited in shard-work at every moment: shards do not get through their work.'
    severity: 1
    metric: 'ActiveMessages'
    entities: ['shard-work']
    aggregation: 'Minimum'
    threshold: 2 * shardCount
    window: 'PT15M'
  }
  {
    name: 'inputs-behind'
    description: 'For 15 minutes more than 1,000 messages waited in an input queue at every moment: what brokers and the market say is not taken in.'
    severity: 1
    metric: 'ActiveMessages'
    entities: ['position-updates', 'price-updates', 'liquidation-fills']
    aggregation: 'Minimum'
    threshold: 1000
    window: 'PT15M'
  }
  {
    name: 'jobs-not-taken'
    description: 'For 5 minutes liquidation-jobs was never empty: a broker does not take its jobs.'
    severity: 1
    metric: 'ActiveMessages'
    entities: ['liquidation-jobs']
    aggregation: 'Minimum'
    threshold: 0
    window: 'PT5M'
  }
]

// The app writes a line that begins with the signal's name. Each query counts rows.
var logAlerts = [
  {
    name: 'missed-crossings'
    description: 'A sweep found a status change that the bands had missed. There must be none: a bug, or two deployments on the same tables.'
    severity: 0
    query: 'AppTraces | where Message startswith "MissedCrossings:"'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'outbox-age'
    description: 'A decision\'s message waited for more than a minute before it was sent.'
    severity: 1
    query: 'AppTraces | where Message startswith "OutboxAge:"'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'missing-risk-mark'
    description: 'Dynamic margin has had no fresh mark of an underlying for 15 minutes: its scenario range stands still.'
    severity: 2
    query: 'AppTraces | where Message startswith "MissingRiskMark:"'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT15M'
  }
  {
    name: 'loss-assigned'
    description: 'The insurance fund could not pay a bad debt: winners or the venue\'s capital bear the rest.'
    severity: 0
    query: 'AppTraces | where Message startswith "LossAssigned:"'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'fund-below-cover'
    description: 'The insurance fund is below the loss of the two largest accounts in stress, or below what all accounts are short of.'
    severity: 0
    query: 'AppTraces | where Message startswith "FundBelowCover:"'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'function-failures'
    description: 'More than ten failed invocations or exceptions in 15 minutes.'
    severity: 2
    query: 'union (AppRequests | where Success == false), AppExceptions'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT15M'
  }
  {
    name: 'no-shard-work'
    description: 'ProcessShard has not succeeded once in 15 minutes, though every minute\'s sweep has work for it: the engine stands still. True of a deployment without the app, too.'
    severity: 0
    query: 'AppRequests | where Name == "ProcessShard" and Success == true'
    operator: 'LessThan'
    threshold: 1
    window: 'PT15M'
  }
  {
    name: 'no-prices'
    description: 'IngestPrices has not succeeded once in 15 minutes: no feed. Marks stand still and no one is called.'
    severity: 1
    query: 'AppRequests | where Name == "IngestPrices" and Success == true'
    operator: 'LessThan'
    threshold: 1
    window: 'PT15M'
  }
]

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'margin-alerts'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'margin'
    enabled: true
    emailReceivers: empty(email)
      ? []
      : [
          {
            name: 'operator'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
  }
}

resource metricAlertResources 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metricAlerts: {
    name: alert.name
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [serviceBusId]
      evaluationFrequency: 'PT5M'
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: 'Microsoft.ServiceBus/namespaces'
            metricName: alert.metric
            dimensions: [
              {
                name: 'EntityName'
                operator: 'Include'
                values: alert.entities
              }
            ]
            operator: 'GreaterThan'
            threshold: alert.threshold
            timeAggregation: alert.aggregation
          }
        ]
      }
      actions: [
        {
          actionGroupId: actionGroup.id
        }
      ]
    }
  }
]

resource logAlertResources 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: alert.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.name
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: alert.window
      autoMitigate: true
      // A new workspace may not know the tables until the app has written to them.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroup.id]
      }
    }
  }
]
