#!/usr/bin/env bash
# Builds and lints every Bicep file under infra. A warning fails it as an error does. Takes the compiler that the tests have restored, the Azure CLI with Bicep, or the Bicep CLI; signs in nowhere.
set -euo pipefail

# The notice that a newer Bicep is out is no finding.
export AZURE_BICEP_CHECK_VERSION=false

# The tests' compiler first: its version is pinned in Directory.Packages.props.
packages="${NUGET_PACKAGES:-${HOME:-}/.nuget/packages}"
version=$(sed -n 's|.*"Azure.Bicep.CommandLine.linux-x64" Version="\(.*\)".*|\1|p' "$(dirname "$0")/../Directory.Packages.props" 2>/dev/null || true)
restored="$packages/azure.bicep.commandline.linux-x64/$version/tools/bicep"

if [ -n "$version" ] && "$restored" --version >/dev/null 2>&1; then
  build() { "$restored" build --no-restore "$1" --stdout; }
  lint() { "$restored" lint --no-restore "$1"; }
elif command -v az >/dev/null 2>&1; then
  if ! az bicep version >/dev/null 2>&1; then
    echo "infra/check.sh: the Azure CLI is here but its Bicep is not, so nothing was checked. Run: az bicep install" >&2
    exit 2
  fi
  build() { az bicep build --file "$1" --stdout; }
  lint() { az bicep lint --file "$1"; }
elif command -v bicep >/dev/null 2>&1; then
  build() { bicep build "$1" --stdout; }
  lint() { bicep lint "$1"; }
else
  echo "infra/check.sh: there is no Bicep compiler: the tests have restored none, and neither az nor bicep is on the PATH. Nothing was checked. Install the Azure CLI and run: az bicep install" >&2
  exit 2
fi

cd "$(dirname "$0")"
files=$(find . -name '*.bicep' -type f | sort)
if [ -z "$files" ]; then
  echo "infra/check.sh: there is no Bicep file under infra" >&2
  exit 1
fi

findings=$(mktemp)
trap 'rm -f "$findings"' EXIT
failed=0
while IFS= read -r file; do
  if build "$file" >/dev/null 2>"$findings" && lint "$file" >"$findings" 2>&1 && ! grep -Eq ' : (Warning|Error) ' "$findings"; then
    echo "infra/${file#./}: no findings"
  else
    echo "infra/${file#./}:" >&2
    cat "$findings" >&2
    failed=1
  fi
done <<<"$files"
exit "$failed"
