param open bool
param tls string

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = { // finding: resource 'bus': properties.disableLocalAuth is not set; it must be true
  name: 'bus'
  properties: {
    minimumTlsVersion: tls // finding: resource 'bus': properties.minimumTlsVersion is tls; it must be 1.2 or 1.3
    publicNetworkAccess: 'Enabled' // finding: resource 'bus': properties.publicNetworkAccess is Enabled; it must be stated, and closed in at least one case
  }
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'account'
  properties: {
    allowBlobPublicAccess: true // finding: resource 'account': properties.allowBlobPublicAccess is true; it must be false
    allowSharedKeyAccess: open ? true : false // finding: resource 'account': properties.allowSharedKeyAccess is true or false; it must be false
    minimumTlsVersion: 'TLS1_0' // finding: resource 'account': properties.minimumTlsVersion is TLS1_0; it must be TLS1_2 or TLS1_3
    publicNetworkAccess: open ? 'Enabled' : 'Disabled'
    supportsHttpsTrafficOnly: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = { // finding: resource 'app': it has no basicPublishingCredentialsPolicies 'scm', so passwords are taken
  name: 'app'
  properties: {
    httpsOnly: true
    publicNetworkAccess: 'Disabled'
    siteConfig: {
      ftpsState: 'AllAllowed' // finding: resource 'app': properties.siteConfig.ftpsState is AllAllowed; it must be Disabled or FtpsOnly
      minTlsVersion: '1.2'
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: true // finding: resource 'ftp': properties.allow is true; it must be false
    }
  }
}

// Flex Consumption has no FTPS.
resource flex 'Microsoft.Web/sites@2024-04-01' = {
  name: 'flex'
  properties: {
    httpsOnly: true
    publicNetworkAccess: 'Disabled'
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {}
  }
}

resource policies 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: flex
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource morePolicies 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: flex
  name: 'scm'
  properties: {
    allow: false
  }
}
