// The operator's page in the portal: messages by queue, durations and failures by function, the engine's signals.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Title of the workbook.')
param title string

@description('Resource id of the Service Bus namespace.')
param serviceBusId string

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

// The file names the two resources by placeholders.
var content = replace(
  replace(loadTextContent('../workbook.json'), '{{serviceBusId}}', serviceBusId),
  '{{workspaceId}}',
  workspaceId
)

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'margin-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    version: '1.0'
    sourceId: workspaceId
    serializedData: content
  }
}
