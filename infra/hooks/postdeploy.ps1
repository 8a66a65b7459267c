# Says what to do next.
$ErrorActionPreference = 'Stop'

Write-Output @"

Margin Functions is deployed: app $($env:SERVICE_MARGIN_NAME), resource group $($env:AZURE_RESOURCE_GROUP).

  Send to      https://$($env:SERVICE_BUS_HOST)/position-updates/messages, /price-updates/messages, /liquidation-fills/messages
  Receive from https://$($env:SERVICE_BUS_HOST)/update-rejections/messages/head
               margin calls go to webhooks, or to a subscription of your own; liquidation-jobs has sessions, which takes a client library
  Tables       $($env:TABLES_ENDPOINT)

Next: load the sample book and see a margin call, in docs/deploy.md. The first prices and updates may take a minute, until the app and its roles are in place.
"@
