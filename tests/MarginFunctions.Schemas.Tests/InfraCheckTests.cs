using System.Diagnostics;
using System.Runtime.Versioning;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary><c>infra/check.sh</c> passes nothing that was not checked. A script of a few lines stands for the Azure CLI.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InfraCheckTests : IDisposable
{
    private const string CleanBicep = "exit 0";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-infra-check-");

    [Fact]
    public async Task A_template_without_findings_passes()
    {
        AddTemplate();
        AddTool("az", CleanBicep);

        Assert.Equal((0, "infra/main.bicep: no findings\n"), await RunAsync());
    }

    [Fact]
    public async Task The_Bicep_CLI_alone_will_do()
    {
        AddTemplate();
        AddTool("bicep", CleanBicep);

        Assert.Equal((0, "infra/main.bicep: no findings\n"), await RunAsync());
    }

    [Fact]
    public async Task The_compiler_that_the_tests_have_restored_comes_first()
    {
        AddTemplate();
        AddTool("az", "exit 1");
        File.WriteAllText(Path.Combine(folder.FullName, "Directory.Packages.props"), "<PackageVersion Include=\"Azure.Bicep.CommandLine.linux-x64\" Version=\"1.2.3\" />\n");
        AddTool("azure.bicep.commandline.linux-x64/1.2.3/tools/bicep", CleanBicep);

        Assert.Equal((0, "infra/main.bicep: no findings\n"), await RunAsync());
    }

    [Theory]
    [InlineData("[ \"$2\" != build ] || { echo 'main.bicep(1,1) : Error BCP018: a character is missing' >&2; exit 1; }", "Error BCP018")]
    [InlineData("[ \"$2\" != lint ] || echo 'WARNING: main.bicep(1,7) : Warning no-unused-params: declared and never used' >&2", "Warning no-unused-params")]
    public async Task A_finding_fails_and_is_shown(string tool, string finding)
    {
        AddTemplate();
        AddTool("az", tool);

        var (code, output) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains("infra/main.bicep:\n", output, StringComparison.Ordinal);
        Assert.Contains(finding, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_tool_nothing_passes_and_the_tool_is_named()
    {
        AddTemplate();

        var (code, output) = await RunAsync();

        Assert.Equal(2, code);
        Assert.Equal("infra/check.sh: there is no Bicep compiler: the tests have restored none, and neither az nor bicep is on the PATH. Nothing was checked. Install the Azure CLI and run: az bicep install\n", output);
    }

    [Fact]
    public async Task The_Azure_CLI_without_Bicep_passes_nothing()
    {
        AddTemplate();
        AddTool("az", "[ \"$2\" != version ]");

        var (code, output) = await RunAsync();

        Assert.Equal(2, code);
        Assert.Equal("infra/check.sh: the Azure CLI is here but its Bicep is not, so nothing was checked. Run: az bicep install\n", output);
    }

    [Fact]
    public async Task A_folder_without_templates_fails()
    {
        AddTool("az", CleanBicep);

        Assert.Equal((1, "infra/check.sh: there is no Bicep file under infra\n"), await RunAsync());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void AddTemplate() => File.WriteAllText(Path.Combine(folder.CreateSubdirectory("infra").FullName, "main.bicep"), "param name string\n");

    private void AddTool(string name, string script)
    {
        var path = Path.Combine(folder.CreateSubdirectory("bin").FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs the script on a PATH that holds what it needs and the tools of this test: an Azure CLI or a restored package of the machine must not answer instead.</summary>
    private async Task<(int Code, string Output)> RunAsync()
    {
        var bin = folder.CreateSubdirectory("bin").FullName;
        foreach (var tool in (string[])["dirname", "find", "sort", "mktemp", "rm", "grep", "cat", "sed", "sh"])
        {
            File.CreateSymbolicLink(Path.Combine(bin, tool), Find(tool));
        }

        var script = Path.Combine(folder.CreateSubdirectory("infra").FullName, "check.sh");
        File.Copy(Path.Combine(Repository.Root, "infra", "check.sh"), script);
        var start = new ProcessStartInfo(Find("bash"), ["-c", "exec bash \"$0\" 2>&1", script]) { RedirectStandardOutput = true };
        File.CreateSymbolicLink(Path.Combine(bin, "bash"), Find("bash"));
        start.Environment["PATH"] = bin;
        start.Environment["NUGET_PACKAGES"] = bin;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string Find(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(f => Path.Combine(f, tool)).First(File.Exists);
}
