using System.Diagnostics;
using System.Runtime.Versioning;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary><c>test.sh</c> replaces the Azure packages that the feeds lack, no others, and says so. A script of a few lines stands for the .NET SDK.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TestScriptTests : IDisposable
{
    private const string Lacking = "echo 'app.csproj : error NU1101: Unable to find package Azure.Second. No packages exist with this id in source(s): feed' >&2; "
        + "echo 'app.csproj : error NU1102: Unable to find package Azure.First with version (>= 2.0.0)' >&2; exit 1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-test-script-");

    [Theory]
    [InlineData("", "exit 0", "real")]
    [InlineData("", "[ -n \"$StandIns\" ] || { " + Lacking + "; }", "real, but stand-ins for Azure.First;Azure.Second")]
    [InlineData("", Lacking, "standins")]
    [InlineData("", "echo 'app.csproj : error NU1301: Unable to load the service index' >&2; exit 1", "standins")]
    [InlineData("real", Lacking, "real")]
    [InlineData("standins", "exit 0", "standins")]
    public async Task The_script_says_which_packages_it_takes(string given, string restore, string taken)
    {
        AddSdk($"case $1 in restore) {restore} ;; *) exit 3 ;; esac");

        var (code, output) = await RunAsync(given);

        Assert.Equal(3, code);
        Assert.Equal($"Azure packages: {taken}", output.Trim().Split('\n')[^1]);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void AddSdk(string script)
    {
        var path = Path.Combine(folder.FullName, "dotnet");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Output)> RunAsync(string azurePackages)
    {
        var script = Path.Combine(folder.FullName, "test.sh");
        File.Copy(Path.Combine(Repository.Root, "test.sh"), script);
        var start = new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder.FullName}:{start.Environment["PATH"]}";
        start.Environment["AzurePackages"] = azurePackages;
        start.Environment.Remove("StandIns");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
