import { broker } from 'types.bicep' // finding: import 'broker' is not used

param forgotten string // finding: parameter 'forgotten' is not used
param item string // finding: parameter 'item' is not used

var dead = 1 // finding: variable 'dead' is not used

// A loop's name is not the parameter of the same name.
output items array = [for item in ['a']: item]

func twice(n int) int => n * 2 // finding: function 'twice' is not used

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { // finding: existing resource 'account' is not used
  name: 'x'
}
