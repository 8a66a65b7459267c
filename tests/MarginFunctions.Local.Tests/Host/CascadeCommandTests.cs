using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed partial class CascadeCommandTests(CascadeCommandTests.Runs runs) : IClassFixture<CascadeCommandTests.Runs>
{
    [Fact]
    public void Both_runs_stand_on_the_screen()
    {
        Assert.Contains("with the cap", runs.Output, StringComparison.Ordinal);
        Assert.Matches($@"closed by liquidations\s+\W+{Regex.Escape(Shown("capped", "notionalSold"))}\s+\W+{Regex.Escape(Shown("uncapped", "notionalSold"))}", runs.Output);
        Assert.Matches(@"lowest BTC-USD \(path [\d,.]+\)", runs.Output);
    }

    [Fact]
    public void The_report_says_what_it_was_made_from()
    {
        Assert.Equal(("a <b>&'\".csv", 40, 3), (Text(runs.Report, "prices"), runs.Report.GetProperty("accounts").GetInt32(), runs.Report.GetProperty("seed").GetInt32()));
        Assert.Equal(("200000", "0.05", "0.5"), (Text(runs.Report, "depth"), Text(runs.Report, "impact"), Text(runs.Report, "remains")));
        Assert.All(["capped", "uncapped"], side => Assert.InRange(runs.Report.GetProperty(side).GetProperty("liquidated").GetInt32(), 1, 40));
    }

    [Fact]
    public void The_page_has_the_figures_of_the_report()
    {
        var cells = Rows().ToDictionary(r => r[0], r => r[1..]);
        Assert.Equal([Shown("capped", "notionalSold"), Shown("uncapped", "notionalSold")], cells["closed by liquidations"]);
        Assert.Equal([Shown("capped", "fees"), Shown("uncapped", "fees")], cells["liquidation fees"]);
        foreach (var lowest in runs.Report.GetProperty("uncapped").GetProperty("lowest").EnumerateArray())
        {
            Assert.Equal(decimal.Parse(Text(lowest, "mark"), CultureInfo.InvariantCulture), decimal.Parse(cells[Text(lowest, "underlying")][3], NumberStyles.Number, CultureInfo.InvariantCulture));
        }

        foreach (var peak in runs.Report.GetProperty("capped").GetProperty("peaks").EnumerateArray())
        {
            Assert.Equal(decimal.Parse(Text(peak, "contracts"), CultureInfo.InvariantCulture), decimal.Parse(cells[Text(peak, "instrument")][1], NumberStyles.Number, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void The_page_stands_alone_and_text_is_escaped()
    {
        Assert.Contains("a &lt;b&gt;&amp;&#39;&quot;.csv", runs.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>&", runs.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", runs.Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=\"(?!#)", runs.Page);
        Assert.DoesNotContain("@import", runs.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chart_is_well_formed_has_a_text_and_names_of_its_own()
    {
        var charts = Chart().Matches(runs.Page).Select(m => XElement.Parse(m.Value)).ToList();
        Assert.Equal(2 + runs.Report.GetProperty("capped").GetProperty("lowest").GetArrayLength(), charts.Count); // what was closed, pools, and a price each
        Assert.All(charts, chart => Assert.NotEmpty(chart.Attribute("aria-label")!.Value));
        var ids = charts.SelectMany(c => c.Descendants()).Select(e => e.Attribute("id")?.Value).OfType<string>().ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(charts.SelectMany(c => c.Descendants()).Select(e => e.Attribute("clip-path")?.Value).OfType<string>(), clip => Assert.Contains(clip[5..^1], ids));
    }

    [Fact]
    public async Task Parameters_without_liquidation_are_refused()
    {
        using var file = new TemporaryFile();
        var document = JsonNode.Parse(RiskParametersFile.SampleDocument())!.AsObject();
        document.Remove("liquidation");
        document.Remove("fund");
        await File.WriteAllTextAsync(file.Path, document.ToJsonString());

        (await LocalHost.RunAsync("simulate", "cascade", "--parameters", file.Path)).AssertRefused(file.Path, "no liquidation section");
    }

    [Fact]
    public async Task Prices_of_one_moment_are_refused()
    {
        using var file = new TemporaryFile();
        await File.WriteAllTextAsync(file.Path, "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD,4500\n");

        (await LocalHost.RunAsync("simulate", "cascade", "--prices", file.Path)).AssertRefused(file.Path, "one moment");
    }

    private IEnumerable<string[]> Rows() => Row().Matches(runs.Page).Select(r => (string[])
        [WebUtility.HtmlDecode(r.Groups["name"].Value), .. Cell().Matches(r.Groups["cells"].Value).Select(c => WebUtility.HtmlDecode(c.Groups["text"].Value))]);

    private string Shown(string side, string figure) =>
        decimal.Parse(Text(runs.Report.GetProperty(side).GetProperty("outcome"), figure), CultureInfo.InvariantCulture).ToString("N2", CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [GeneratedRegex("""<tr><th scope="row">(?<name>[^<]*)</th>(?<cells>.*)</tr>""")]
    private static partial Regex Row();

    [GeneratedRegex("<td[^>]*>(?<text>[^<]*)")]
    private static partial Regex Cell();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Chart();

    /// <summary>One cascade of a file whose name needs escaping.</summary>
    public sealed class Runs : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-");

        internal string Output { get; private set; } = "";

        internal string Page { get; private set; } = "";

        internal JsonElement Report { get; private set; }

        public async Task InitializeAsync()
        {
            var prices = Path.Combine(folder.FullName, "a <b>&'\".csv");
            var output = Path.Combine(folder.FullName, "out");
            await File.WriteAllTextAsync(prices, PriceFile.Walk(seed: 5));
            Output = (await LocalHost.RunAsync(
                "simulate", "cascade", "--prices", prices, "--accounts", "40", "--seed", "3", "--depth", "200000", "--impact", "0.05", "--remains", "0.5", "--out", output)).AssertDone();
            Page = await File.ReadAllTextAsync(Path.Combine(output, "cascade.html"));
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(output, "cascade.json")));
            Report = document.RootElement.Clone();
        }

        public Task DisposeAsync()
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        }
    }
}
