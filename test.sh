#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK and Node 18 or newer; installs the rest itself.
set -euo pipefail
cd "$(dirname "$0")"

# The app is written against the real Azure packages. Some feeds lack them: then the stand-ins under tests/standins take their place, for compiling and testing only.
if [ -z "${AzurePackages:-}" ]; then
  echo "Looking for the Azure packages on the configured feeds..."
  if dotnet restore src/MarginFunctions -v q >/dev/null 2>&1; then
    AzurePackages=real
  else
    AzurePackages=standins
    echo "The feeds lack some of them: testing against the stand-ins in tests/standins."
  fi
fi
export AzurePackages
echo "Azure packages: $AzurePackages"

dotnet build MarginFunctions.sln -c Release -v q --nologo

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0
for project in tests/*.Tests/*.csproj; do
  dotnet test "$project" -c Release --no-build --nologo 2>&1 | tee -a "$log" || failed=1
done

# "Passed!  - Failed:     0, Passed:   221, Skipped:     0, Total:   221, ..." a project.
awk '/ - Failed: / { gsub(",", ""); for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i + 1); if ($i == "Passed:") p += $(i + 1) } } END { printf "%d passed, %d failed\n", p, f; exit (p == 0) }' "$log" || failed=1
exit "$failed"
