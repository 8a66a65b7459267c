using System.Text.RegularExpressions;
using MarginFunctions.Samples.Tests.Support;

namespace MarginFunctions.Samples.Tests;

/// <summary>What docs/samples/README.md says is what there is.</summary>
public sealed partial class PageTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(Repository.Samples, "README.md"));

    [Fact]
    public void The_page_gives_the_commands_that_are_tested() =>
        Assert.All(Sample.All, sample => Assert.Contains($"\n{sample.CommandLine} http://127.0.0.1:7071\n", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_setting_is_read_by_every_sample_and_described() =>
        Assert.All(Sample.Settings, setting =>
        {
            Assert.Contains($"`{setting}`", Page, StringComparison.Ordinal);
            Assert.All(Sample.All, sample => Assert.Contains(setting, File.ReadAllText(sample.File), StringComparison.Ordinal));
        });

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var targets = Link().Matches(Page)
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => !target.StartsWith("http", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(targets);
        Assert.DoesNotContain(targets, target => !Path.Exists(Path.Combine(Repository.Samples, target)));
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s][^)\s]*)\)")]
    private static partial Regex Link();
}
