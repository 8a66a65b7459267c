using System.Text.RegularExpressions;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>What <c>docs/threat-model.md</c> points at is there.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string Page = Repository.ReadPage("threat-model.md");

    /// <summary>Files are named from the top of the source tree, or from a project below <c>src</c>.</summary>
    private static readonly IReadOnlyList<string> Roots = [Repository.Root, .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))];

    [Fact]
    public void Every_file_that_it_names_is_there()
    {
        var files = FileName().Matches(Page).Select(m => m.Groups["file"].Value).ToHashSet();

        Assert.Contains("Json/StrictDocument.cs", files);
        Assert.DoesNotContain(files, file => !Roots.Any(root => File.Exists(Path.Combine(root, file))));
    }

    [Fact]
    public void Every_queue_has_a_row_in_the_table_of_rights()
    {
        var rows = Page.ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => line != "| entity | sends | receives |")
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1])
            .ToList();

        Assert.DoesNotContain(Entities.All, entity => rows.Count(row => row.Contains($"`{entity}`", StringComparison.Ordinal)) != 1);
    }

    [GeneratedRegex(@"`(?<file>[A-Za-z.][\w./-]*\.(cs|csproj|props|json|bicep|yml|sh))`")]
    private static partial Regex FileName();
}
