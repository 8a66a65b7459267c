#!/bin/sh
# Puts the risk parameters into the app's package, after the engine has checked them. Which: RISK_PARAMETERS_FILE of the azd environment, from the top folder; else the sample.
set -eu
cd "$(dirname "$0")/../.."

sample=src/MarginFunctions.Engine/Parameters/sample-parameters.json
file=${RISK_PARAMETERS_FILE:-$sample}
expected=${SHARD_COUNT:-64}
target=src/MarginFunctions/risk-parameters.json

# What an earlier run left must not be deployed when this one fails.
rm -f "$target"

if [ ! -f "$file" ]; then
  echo "prepackage: there is no file $file. Set it with: azd env set RISK_PARAMETERS_FILE path/to/parameters.json" >&2
  exit 1
fi

if ! answer=$(dotnet run --project src/MarginFunctions.Local -- check "$file"); then
  printf '%s\n' "$answer" >&2
  echo "prepackage: $file cannot be deployed, see above." >&2
  exit 1
fi

printf '%s\n' "$answer"
shards=$(printf '%s\n' "$answer" | sed -n 's/.* \([0-9][0-9]*\) shards\.$/\1/p')
if [ "$shards" != "$expected" ]; then
  echo "prepackage: $file has '$shards' shards, and this deployment has $expected. The number is fixed for the life of a deployment; before the first one, set it with: azd env set SHARD_COUNT $shards" >&2
  exit 1
fi

if [ "$file" = "$sample" ]; then
  echo "prepackage: these are the sample's risk parameters, which are no one's risk policy. Set your own with: azd env set RISK_PARAMETERS_FILE path/to/parameters.json" >&2
fi

cp "$file" "$target"
