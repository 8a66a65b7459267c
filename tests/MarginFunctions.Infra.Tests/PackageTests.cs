using System.Text.Json;
using System.Text.RegularExpressions;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Rules;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests;

/// <summary>What these tests stand on.</summary>
public sealed partial class PackageTests
{
    [Fact]
    public void The_lock_file_names_no_registry()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.TestFolder, "package-lock.json")));

        Assert.DoesNotContain(file.RootElement.GetProperty("packages").EnumerateObject(), package => package.Value.TryGetProperty("resolved", out _));
    }

    [Fact]
    public void Packages_are_pinned()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.TestFolder, "package.json")));

        Assert.All(file.RootElement.GetProperty("dependencies").EnumerateObject(), package => Assert.Matches(Version(), package.Value.GetString()));
    }

    [Fact]
    public async Task There_are_schemas_only_of_types_that_the_templates_use()
    {
        var templates = await Templates.ReadInfraAsync();

        var used = templates.Readable.SelectMany(f => f.File.Resources.Select(r => $"{f.File.FullType(r)}@{f.File.FullVersion(r)}")).ToHashSet();

        Complaints.None(ResourceSchemas.Names.Where(name => !used.Contains(name)).Select(name => $"{ResourceSchemas.File} has {name}, which no template uses"));
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex Version();
}
