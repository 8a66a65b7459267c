// Types that several templates use, and the ids of built-in roles.

@export()
@description('A role for a principal on one resource.')
type roleGrant = {
  @description('Object id of the principal.')
  principalId: string

  @description('What the principal is; stated, so that a principal that was made a moment ago need not be looked up.')
  principalType: 'Group' | 'ServicePrincipal' | 'User'

  @description('Id of the built-in role.')
  roleId: string
}

@export()
@description('A broker of a shared deployment.')
type brokerEntry = {
  @description('2 to 24 of a-z, 0-9 and -, starting with a letter. Its account ids begin with this and a colon.')
  @minLength(2)
  @maxLength(24)
  id: string

  @description('Object id of the principal that sends for the broker.')
  principalId: string

  @description('What the principal is.')
  principalType: 'Group' | 'ServicePrincipal' | 'User'
}

@export()
@description('Built-in roles that the templates grant.')
var roles = {
  serviceBusDataOwner: '090c5cfd-751d-490a-894a-3ce6f1109419'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  storageTableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}
