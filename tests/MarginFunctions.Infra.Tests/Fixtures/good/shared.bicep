@export()
@description('One of many.')
type entry = {
  id: string
  note: string?
}

@export()
var listed = ['a', 'b']

@export()
func roleId(name string) string => az.subscriptionResourceId('Microsoft.Authorization/roleDefinitions', name)
