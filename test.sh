#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK and Node 18 or newer; installs the rest itself.
set -euo pipefail
cd "$(dirname "$0")"

# The app is written against the real Azure packages. Stand-ins under tests/standins take the place of those that the feeds lack, for compiling and testing only.
if [ -z "${AzurePackages:-}" ]; then
  echo "Looking for the Azure packages on the configured feeds..."
  export AzurePackages= StandIns=
  if missing=$(DOTNET_CLI_UI_LANGUAGE=en dotnet restore src/MarginFunctions -v q 2>&1); then
    AzurePackages=real
  else
    # "error NU1101: Unable to find package NAME. ..."; 1102 and 1103 lack the version.
    StandIns=$(sed -nE 's/.*NU110[123]: Unable to find (a stable )?package ([A-Za-z0-9.]*[A-Za-z0-9]).*/\2/p' <<<"$missing" | sort -u | paste -sd ';' -)
    if [ -z "$StandIns" ] || ! dotnet restore src/MarginFunctions -v q >/dev/null 2>&1; then
      AzurePackages=standins
    fi
  fi
fi
export AzurePackages
echo "Azure packages: ${AzurePackages:-real${StandIns:+, but stand-ins for $StandIns}}"

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
