import { thing, other } from 'exports.bicep' // finding: 'other' is imported from 'exports.bicep', which exports nothing of that name
import { lost } from 'absent.bicep' // finding: 'lost' is imported from 'absent.bicep', which is not there

@descripton('Misspelt.') // finding: decorator 'descripton' is declared nowhere
param name string

param count numbr // finding: type 'numbr' is declared nowhere

var name = '${nam} ${count}' // finding: value 'nam' is declared nowhere // finding: 'name' is declared here and on line 5
var upper = toUper(name) // finding: function 'toUper' is declared nowhere
var sizes = [for thing in [1, 2]: thing * size] // finding: value 'size' is declared nowhere
var again = map(sizes, s => s + t) // finding: value 't' is declared nowhere

resource parent 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: upper

  resource child 'queues' = {
    name: '${parent.name}${again[0]}${lost}${other}${thing}'
  }
}

output outside string = child.name // finding: value 'child' is declared nowhere
output inside string = parent::child.name
output nowhere string = parent::chld.name // finding: 'parent::chld' names no child resource
