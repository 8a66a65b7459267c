param adminPassword string // finding: parameter 'adminPassword' is named like a secret and is not @secure()
param webhookKey string // finding: parameter 'webhookKey' is named like a secret and is not @secure()
param keyVaultName string

@secure()
param signingSecret string = 'changeme' // finding: parameter 'signingSecret' is @secure() and has a default

param bus string = 'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=abc=' // finding: 'Endpoint=sb:…' looks like a key or a connection string

var storageKey = account.listKeys().keys[0].value // finding: 'account.listKeys()' reads a secret
var old = listConnectionStrings(account.id, '2023-05-01') // finding: 'listConnectionStrings(account.id, '2023-05-01')' reads a secret
var raw = 'Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVGR0g=' // finding: 'Zm9vYmFyMTIz…' looks like a key or a connection string
var derived = '${signingSecret}!'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: keyVaultName
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: '${adminPassword}${webhookKey}'
  properties: {
    siteConfig: {
      appSettings: [
        { name: 'Webhook__Secret', value: derived } // finding: app setting 'Webhook__Secret' is named like a secret and is no reference to a key vault
      ]
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      BusConnectionString: bus // finding: app setting 'BusConnectionString' is named like a secret and is no reference to a key vault
      Webhook__Key: '@Microsoft.KeyVault(VaultName=${keyVaultName};SecretName=webhook)'
      APPLICATIONINSIGHTS_CONNECTION_STRING: keyVaultName
    }
  }
}

module inner 'inner.bicep' = {
  name: 'inner'
  params: {
    plain: derived // finding: module 'inner' is given a secure value as 'plain', which is not @secure()
    hidden: signingSecret
  }
}

output secret string = derived // finding: output 'secret' gives a secret away
output keys object = account.listKeys() // finding: output 'keys' gives a secret away // finding: 'account.listKeys()' reads a secret
output fine string = '${old}${raw}${storageKey}'
