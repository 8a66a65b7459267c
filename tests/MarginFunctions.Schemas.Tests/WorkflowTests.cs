using System.Text.RegularExpressions;
using MarginFunctions.Schemas.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Schemas.Tests;

/// <summary>The workflows run what developers run, with no more rights than that takes.</summary>
public sealed partial class WorkflowTests
{
    private const string App = "app";
    private const string Infrastructure = "infrastructure";

    private static readonly string Folder = Path.Combine(Repository.Root, ".github", "workflows");
    private static readonly string Ci = File.ReadAllText(Path.Combine(Folder, "ci.yml"));

    [Fact]
    public void No_workflow_breaks_a_rule()
    {
        Assert.Empty(
            from file in Directory.EnumerateFiles(Folder)
            from problem in Workflow.Parse(File.ReadAllText(file)).Problems()
            select $"{Path.GetFileName(file)}: {problem}");
    }

    [Fact]
    public void The_app_is_tested_and_published_on_the_real_packages()
    {
        var workflow = Workflow.Parse(Ci);

        Assert.Equal(["./test.sh", "dotnet publish src/MarginFunctions -c Release"], workflow.CommandsOf(App));
        Assert.Equal("real", workflow.VariableOf(App, "AzurePackages"));
    }

    [Fact]
    public void The_infrastructure_is_built_and_linted()
    {
        var version = DeclaredPackages.NuGet.Single(p => p.Name == "Azure.Bicep.CommandLine.linux-x64").Version;

        Assert.Equal([$"az bicep install --version v{version}", "./infra/check.sh"], Workflow.Parse(Ci).CommandsOf(Infrastructure));
    }

    [Fact]
    public void Every_script_that_is_called_is_there_and_may_be_run()
    {
        var workflow = Workflow.Parse(Ci);
        var scripts = workflow.JobNames.SelectMany(workflow.CommandsOf).SelectMany(c => Script().Matches(c).Select(m => m.Value)).ToList();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script =>
        {
            var path = Path.Combine(Repository.Root, script);
            Assert.True(File.Exists(path), $"{script} is not there.");
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), $"{script} may not be run.");
        });
    }

    [Fact]
    public void The_test_script_takes_the_packages_that_it_is_told_to_take()
    {
        // The fall-back to the stand-ins is for an empty variable only.
        Assert.Contains("if [ -z \"${AzurePackages:-}\" ]; then", File.ReadAllText(Path.Combine(Repository.Root, "test.sh")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contents: read", "contents: write", "the workflow may write contents")]
    [InlineData("permissions:\n  contents: read\n", "", "the workflow states no permissions, and the default may be to write")]
    [InlineData("permissions:\n  contents: read\n", "permissions: write-all\n", "the workflow has permissions write-all; name each one")]
    [InlineData("    timeout-minutes: 45\n", "    permissions:\n      packages: write\n    timeout-minutes: 45\n", "job app may write packages")]
    [InlineData("    timeout-minutes: 45\n", "", "job app has no timeout")]
    [InlineData("  pull_request:\n", "  pull_request_target:\n", "pull_request_target runs with the rights of this repository on what others wrote")]
    [InlineData("run: ./test.sh", "run: echo ${{ secrets.KEY }}", "job app pastes an expression into a script: echo ${{ secrets.KEY }}")]
    [InlineData("run: ./test.sh", "run: echo ${{ secrets.KEY }}", "the workflow reads a secret: echo ${{ secrets.KEY }}")]
    [InlineData("AzurePackages: real", "AzurePackages: ${{ secrets['KEY'] }}", "the workflow reads a secret: ${{ secrets['KEY'] }}")]
    [InlineData("AzurePackages: real", "AzurePackages: ${{ toJSON(github) }}", "the workflow reads a secret: ${{ toJSON(github) }}")]
    [InlineData("persist-credentials: false", "fetch-depth: 1", "job app leaves its token in the checkout: set persist-credentials to false")]
    public void A_broken_rule_is_found(string part, string instead, string problem)
    {
        Assert.Contains(part, Ci, StringComparison.Ordinal);

        Assert.Contains(problem, Workflow.Parse(Ci.Replace(part, instead, StringComparison.Ordinal)).Problems());
    }

    [Fact]
    public void Every_pin_counts()
    {
        var pins = Pin().Matches(Ci);

        Assert.NotEmpty(pins);
        Assert.All(pins, pin =>
        {
            Assert.Contains(Workflow.Parse(Ci.Replace(pin.Value, "@v1", StringComparison.Ordinal)).Problems(), p => p.EndsWith("@v1, which is not pinned to a full commit SHA", StringComparison.Ordinal));
            Assert.Contains(Workflow.Parse(Ci.Replace(pin.Value, pin.Groups["sha"].Value, StringComparison.Ordinal)).Problems(), p => p.EndsWith("without its version in a comment", StringComparison.Ordinal));
            Assert.Contains(Workflow.Parse(Ci.Replace(pin.Value, pin.Groups["sha"].Value[..8] + " # v1.0.0", StringComparison.Ordinal)).Problems(), p => p.EndsWith("which is not pinned to a full commit SHA", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Updates_are_looked_for_wherever_packages_are_declared()
    {
        var updates = Yaml.Items(Yaml.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".github", "dependabot.yml"))), "updates").Cast<YamlMappingNode>()
            .ToDictionary(u => Yaml.Text(u, "package-ecosystem")!, u => Yaml.Names(u, "directories").Concat(Yaml.Names(u, "directory")).ToList());

        Assert.Equal(["github-actions", "npm", "nuget"], updates.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["/"], updates["github-actions"]);
        Assert.Equal(["/"], updates["nuget"]);
        Assert.Equal(DeclaredPackages.NpmFolders.Select(folder => $"/{folder}"), updates["npm"]);
    }

    [GeneratedRegex(@"\./[\w./-]+\.sh\b")]
    private static partial Regex Script();

    [GeneratedRegex(@"(?<sha>@[0-9a-f]{40}) # v[0-9.]+")]
    private static partial Regex Pin();
}
