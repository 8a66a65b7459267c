@description('Names.')
param names string[]

@description('A role.')
param roleDefinitionId string

@description('Words.')
@minLength(1)
param text string

var words = '''
It's $one // of ${many}
'''

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: 'bus'
}

#disable-next-line some-rule
resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for name in names: {
    parent: bus
    name: name
    properties: {
      lockDuration: '${words}${text}'
    }
  }
]

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus.id, roleDefinitionId)
  scope: bus
  properties: {
    principalId: az.resourceGroup().id
    principalType: 'Group'
    roleDefinitionId: roleDefinitionId
  }
}

@description('The first.')
output name string = queues[0].name
