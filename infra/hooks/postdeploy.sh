#!/bin/sh
# Says what to do next.
set -eu

cat <<TEXT

Margin Functions is deployed: app ${SERVICE_MARGIN_NAME}, resource group ${AZURE_RESOURCE_GROUP}.

  Send to      https://${SERVICE_BUS_HOST}/position-updates/messages, /price-updates/messages, /liquidation-fills/messages
  Receive from https://${SERVICE_BUS_HOST}/update-rejections/messages/head
               margin calls go to webhooks, or to a subscription of your own; liquidation-jobs has sessions, which takes a client library
  Tables       ${TABLES_ENDPOINT}

Next: load the sample book and see a margin call, in docs/deploy.md. The first prices and updates may take a minute, until the app and its roles are in place.
TEXT
