using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>What the pages show and name is what there is.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public async Task Every_JSON_block_keeps_its_schema()
    {
        var blocks = FencedBlocks.All;

        var answers = await SchemaValidator.ValidateAsync([.. blocks.Select(b => b.Document)]);

        Assert.Empty(blocks.Zip(answers, (block, answer) => block.IsValid == answer is null ? null : $"{block.Document.Name}: {answer ?? "is valid"}").OfType<string>());
    }

    [Fact]
    public void Every_inbound_JSON_block_is_taken_or_refused_by_its_reader()
    {
        Assert.Empty(
            from block in FencedBlocks.All
            where Examples.Inbound.Contains(block.Document.Schema) && block.IsValid != (Readers.Read(block.Document).Count == 0)
            select $"{block.Document.Name}: {string.Join("; ", Readers.Read(block.Document))}");
    }

    [Fact]
    public void Every_JSON_block_names_its_schema_and_every_schema_has_one()
    {
        Assert.Empty(FencedBlocks.Unnamed);
        Assert.Equal(SchemaValidator.Names, FencedBlocks.All.Select(b => b.Document.Schema).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        Assert.Empty(
            from page in Repository.Pages
            from Match link in Link().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where !target.StartsWith("http", StringComparison.Ordinal) && !target.StartsWith('#')
            let path = Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0])
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{page}: {target}");
    }

    [Fact]
    public void Every_queue_is_described()
    {
        var page = Repository.ReadPage("messages.md");

        Assert.DoesNotContain(Entities.All, entity => !page.Contains($"`{entity}`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("messages.md", "position-update", "liquidation-fill", "price-update", "margin-call", "liquidation-job", "update-rejection")]
    [InlineData("parameters.md", "parameters")]
    [InlineData("calc.md", "calc")]
    [InlineData("operations.md", "coverage-report")]
    public void Every_field_of_a_schema_is_described(string page, params string[] schemas)
    {
        var text = Repository.ReadPage(page);

        // A calc document's own parameters and holdings are described on their pages.
        Assert.Empty(
            from schema in schemas
            from field in Fields(JsonDocument.Parse(File.ReadAllText(SchemaValidator.FileOf(schema))).RootElement).Distinct()
            where !text.Contains($"`{field}`", StringComparison.Ordinal)
            select $"{schema}.{field}");
    }

    [Fact]
    public void Every_metric_is_described()
    {
        var names = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == EngineMetrics.MeterName)
                {
                    names.Add(instrument.Name);
                }
            },
        };
        using var metrics = new EngineMetrics();
        listener.Start();
        var page = Repository.ReadPage("operations.md");

        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), Metric().Matches(page).Select(m => m.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Fields(JsonElement schema)
    {
        foreach (var property in schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject().ToList() : [])
        {
            if (property.Name == "properties")
            {
                foreach (var field in property.Value.EnumerateObject())
                {
                    yield return field.Name;
                }
            }

            foreach (var inner in Fields(property.Value))
            {
                yield return inner;
            }
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<name>margin\.[a-z_.]+)`")]
    private static partial Regex Metric();
}
