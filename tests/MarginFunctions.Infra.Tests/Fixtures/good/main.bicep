// Keeps every rule, in forms that rules may stumble over.
targetScope = 'subscription'

import { entry, listed as all, roleId } from 'shared.bicep'

@description('Where.')
param location string = deployment().location

@description('Who.')
param entries entry[] = []

var tags = { 'azd-env-name': 'x', ...(empty(entries) ? {} : { shared: 'yes' }) }
var notes = [
  'http://example.org//a' // not a comment inside, but one outside
  'it\'s \${not} a hole, \u{48}i'
  ...map(filter(entries, e => !empty(e.note) && e.id != 'x'), e => e.note!)
]
var total = reduce([1, 2], 0, (sum, next) => sum + next) > 2 && !empty(notes) ? notes[0] : notes[?1] ?? ''

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${uniqueString(subscription().id)}'
  location: location
  tags: tags
}

module inner 'inner.bicep' = [
  for (item, i) in entries: if (contains(item.id, 'a')) {
    name: 'inner-${i}'
    scope: group
    params: {
      names: [for other in all: '${other}-${item.id}']
      roleDefinitionId: roleId('Reader')
      text: total
    }
  }
]

@description('What became of the first.')
output first string = inner[0]!.outputs.name
