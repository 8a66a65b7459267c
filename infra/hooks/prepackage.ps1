# Puts the risk parameters into the app's package, after the engine has checked them. Which: RISK_PARAMETERS_FILE of the azd environment, from the top folder; else the sample.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '../..')

function Stop-Package([string] $reason) {
    [Console]::Error.WriteLine("prepackage: $reason")
    exit 1
}

$sample = 'src/MarginFunctions.Engine/Parameters/sample-parameters.json'
$file = if ($env:RISK_PARAMETERS_FILE) { $env:RISK_PARAMETERS_FILE } else { $sample }
$expected = if ($env:SHARD_COUNT) { $env:SHARD_COUNT } else { '64' }
$target = 'src/MarginFunctions/risk-parameters.json'

# What an earlier run left must not be deployed when this one fails.
if (Test-Path $target) { Remove-Item $target }

if (-not (Test-Path $file -PathType Leaf)) {
    Stop-Package "there is no file $file. Set it with: azd env set RISK_PARAMETERS_FILE path/to/parameters.json"
}

$answer = dotnet run --project src/MarginFunctions.Local -- check $file
$code = $LASTEXITCODE
$answer | ForEach-Object { Write-Output $_ }
if ($code -ne 0) {
    Stop-Package "$file cannot be deployed, see above."
}

$shards = ''
foreach ($line in $answer) {
    if ($line -match ' (\d+) shards\.$') { $shards = $Matches[1] }
}

if ($shards -ne $expected) {
    Stop-Package "$file has '$shards' shards, and this deployment has $expected. The number is fixed for the life of a deployment; before the first one, set it with: azd env set SHARD_COUNT $shards"
}

if ($file -eq $sample) {
    [Console]::Error.WriteLine('prepackage: these are the sample''s risk parameters, which are no one''s risk policy. Set your own with: azd env set RISK_PARAMETERS_FILE path/to/parameters.json')
}

Copy-Item $file $target
