using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarginFunctions.Infra.Tests.Rules;

namespace MarginFunctions.Infra.Tests.Compiler;

/// <summary>The Bicep compiler with its linter, from a package. It reads files, knows every type of Azure, and asks no one: no module is restored from a registry, and its way to the internet is shut.</summary>
internal static partial class BicepCompiler
{
    // Null where the package is not referenced: see the project file.
    private static readonly string? Executable = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(m => m.Key == nameof(BicepCompiler))?.Value;

    /// <summary>Why it does not run on this machine; null where it must.</summary>
    public static string? WhyNot { get; } = Executable is not null ? null : "The Bicep compiler is a package for Linux on x64, and this is another platform. infra/check.sh checks with an installed Bicep.";

    /// <summary>What it finds in every template of a folder and those below, linter's rules included.</summary>
    /// <param name="folder">The folder's full path. Findings name files from it.</param>
    public static async Task<IReadOnlyList<Finding>> LintAsync(string folder)
    {
        // What is found goes to standard error, and warnings alone leave the exit code at 0.
        var (code, _, error) = await RunAsync("lint", "--no-restore", "--pattern", $"{folder}/**/*.bicep");
        var findings = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Read(folder, line)).ToList();
        return code != 0 && findings.Count == 0 ? [new Finding(folder, 0, $"the compiler ended with {code} and said nothing")] : findings;
    }

    /// <summary>The ARM template that a Bicep file becomes.</summary>
    public static async Task<JsonNode> BuildAsync(string path)
    {
        var (code, output, error) = await RunAsync("build", "--no-restore", "--stdout", path);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }

    /// <summary>What a deployment with these arguments would make, or why it would be refused. The compiler expands the template as Azure does; what only Azure knows stays an expression in brackets.</summary>
    /// <param name="parameters">A .bicepparam file, in a folder that may be written to.</param>
    public static async Task<(IReadOnlyList<JsonNode> Resources, string Refusal)> PredictAsync(string parameters)
    {
        var (code, _, error) = await RunAsync("snapshot", parameters, "--subscription-id", Guid.Empty.ToString(), "--mode", "overwrite");
        return code == 0
            ? (JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(parameters, ".snapshot.json")))!["predictedResources"]!.AsArray().Select(r => r!).ToList(), "")
            : ([], error);
    }

    private static Finding Read(string folder, string line) => Diagnostic().Match(line) is { Success: true, Groups: var part }
        ? new Finding(Path.GetRelativePath(folder, part["file"].Value).Replace('\\', '/'), int.Parse(part["line"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), part["text"].Value)
        : new Finding(folder, 0, line);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Executable!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // It looks for the index of public modules unless told --no-restore, which 'snapshot' cannot be. No one listens at port 9.
            Environment = { ["HTTPS_PROXY"] = "http://127.0.0.1:9", ["NO_PROXY"] = "" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    // /home/me/infra/main.bicep(6,2) : Error BCP037: The property "bogus" is not allowed …
    [GeneratedRegex(@"^(?<file>.+)\((?<line>\d+),\d+\) : (?<text>(Error|Warning|Info) .+)$")]
    private static partial Regex Diagnostic();
}
