param many bool

var settings = {
  lockDuration: 'PT1M'
  deadLettering: true // finding: resource 'queue' has no property 'properties.deadLettering'
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: 'bus'
  location: 'here' // finding: resource 'bus' exists already and cannot be given 'location'
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: bus
  name: 'queue'
  tag: {} // finding: resource 'queue' has no property 'tag'
  properties: settings
  dependsOn: []
}

resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [for name in ['a']: {
  parent: bus
  name: name
  properties: many ? { maxSizeInMegabytes: 1024 } : { maxSizeInMegabyte: 1024 } // finding: resource 'topics' has no property 'properties.maxSizeInMegabyte'
}]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'group'
  location: 'global'
  tags: {
    'any-name': 'x'
    '${settings.lockDuration}': 'x'
  }
  properties: {
    groupShortName: 'g'
    enabled: true
    emailReceivers: [
      {
        name: 'x'
        adress: 'x' // finding: resource 'group' has no property 'properties.emailReceivers.adress'
      }
      'x' // finding: resource 'group' has a plain value for properties.emailReceivers, which is an object or a list of objects
    ]
  }
}

resource old 'Microsoft.ServiceBus/namespaces@2017-04-01' = { // finding: resource 'old' is of Microsoft.ServiceBus/namespaces@2017-04-01, which tests/MarginFunctions.Infra.Tests/resource-schemas.json does not have
  name: 'old'
}
