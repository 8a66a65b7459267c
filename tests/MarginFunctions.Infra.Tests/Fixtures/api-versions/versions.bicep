resource preview 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = { // finding: resource 'preview' is of the preview 2022-10-01-preview
  name: 'a'

  resource child 'queues' = { // finding: resource 'child' is of the preview 2022-10-01-preview
    name: 'b'
  }
}

resource latest 'Microsoft.ServiceBus/namespaces@latest' = { // finding: resource 'latest' is of 'latest', which is no date
  name: 'c'
}

resource none 'Microsoft.ServiceBus/namespaces' = { // finding: resource 'none' names no API version
  name: 'd'
}

resource dated 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: 'e'
}
