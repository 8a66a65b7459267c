using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed partial class BacktestTests(BacktestRuns runs) : IClassFixture<BacktestRuns>
{
    private const int WarmUp = 20; // what a tail at 95 % needs

    [Fact]
    public void The_same_input_gives_the_same_bytes() => Assert.True(runs.IsRepeatable);

    [Fact]
    public void Instruments_portfolios_and_accounts_are_rolled_over_all_days_but_the_warm_up_and_the_last()
    {
        Assert.Equal(DailyPrices.Days - WarmUp - 1, runs.Report.GetProperty("observations").GetInt32());
        Assert.Equal(("a <b>&'\".csv", "0.95", "1.00:00:00"), (Text(runs.Report, "prices"), Text(runs.Report, "level"), Text(runs.Report, "horizon")));
        Assert.Equal((DailyPrices.Day(WarmUp), DailyPrices.Day(DailyPrices.Days - 1)), (Text(runs.Report, "from"), Text(runs.Report, "to")));
        var names = Subjects().Select(s => Text(s, "name")).ToList();
        Assert.Subset(names.ToHashSet(), new HashSet<string> { "long BTC-PERP", "short ETH-INV-PERP", "long all", "short all", "pair BTC-PERP ETH-PERP", "A:1@x cross", "A:1@x ETH-INV-PERP" });
        Assert.DoesNotContain(names, name => name.Contains("SOL", StringComparison.Ordinal)); // no price
    }

    [Fact]
    public void Portfolio_margin_stands_beside_the_other_models()
    {
        var models = runs.Report.GetProperty("models").EnumerateArray().Select(m => Text(m, "key")).ToList();
        Assert.Equal(["dynamicRange", "portfolioInitial", "portfolioMaintenance"], models[^3..]);
        Assert.Equal("0.136", Text(Result("short BTC-PERP", "portfolioMaintenance"), "averageRate")); // 0.8 of the range of 16 % and the roll of 1 %
    }

    [Fact]
    public void The_fall_is_a_breach_of_long_positions_and_of_no_short_one()
    {
        // 17 % of initial margin in portfolio mode is more than the fall.
        Assert.Equal(0, Result("long BTC-PERP", "portfolioInitial").GetProperty("breaches").GetInt32());
        foreach (var model in runs.Report.GetProperty("models").EnumerateArray().Select(m => Text(m, "key")).Where(key => key != "portfolioInitial"))
        {
            var breach = Result("long BTC-PERP", model).GetProperty("breachList").EnumerateArray().Single(b => Text(b, "at") == DailyPrices.Day(DailyPrices.Fall));
            Assert.True(Number(breach, "loss") > Number(breach, "requirement") && Number(breach, "loss") is > 14_000 and < 16_000, $"{model}: {breach}"); // 15 % of 100,000, give or take a day's noise
            Assert.DoesNotContain(Result("short BTC-PERP", model).GetProperty("breachList").EnumerateArray(), b => Text(b, "at") == DailyPrices.Day(DailyPrices.Fall));
        }
    }

    [Fact]
    public void Requirements_do_not_know_the_future()
    {
        // A requirement of a day before the change is the same; a loss is, if it had happened by then.
        var changed = DailyPrices.Day(BacktestRuns.Changed);
        var lastLoss = DailyPrices.Day(BacktestRuns.Changed - 1);
        var pairs = runs.Series.Zip(runs.OtherSeries).Where(p => string.CompareOrdinal(p.First[0], changed) < 0).ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, p => Assert.Equal(p.First[..4], p.Second[..4]));
        Assert.All(pairs.Where(p => p.First[0] != lastLoss), p => Assert.Equal(p.First[4], p.Second[4]));
        Assert.NotEqual(runs.Series.Select(r => r[3]), runs.OtherSeries.Select(r => r[3]));
    }

    [Fact]
    public void The_report_counts_the_breaches_of_the_series()
    {
        var counted = runs.Series.GroupBy(r => (r[1], r[2])).ToDictionary(g => g.Key, g => g.Count(r => Number(r[4]) > Number(r[3])));
        foreach (var subject in Subjects())
        {
            foreach (var result in subject.GetProperty("results").EnumerateArray())
            {
                Assert.Equal(counted[(Text(subject, "name"), Text(result, "model"))], result.GetProperty("breaches").GetInt32());
                Assert.Equal(result.GetProperty("breaches").GetInt32(), result.GetProperty("breachList").GetArrayLength());
            }
        }
    }

    [Fact]
    public void The_page_has_the_figures_of_the_report()
    {
        foreach (var subject in Subjects())
        {
            var section = Section(Text(subject, "name"));
            foreach (var (result, name) in subject.GetProperty("results").EnumerateArray().Zip(runs.Report.GetProperty("models").EnumerateArray().Select(m => Text(m, "name"))))
            {
                var row = WebUtility.HtmlDecode(Row().Matches(section).Single(r => r.Groups["name"].Value == name).Groups["cells"].Value);
                var cells = Cell().Matches(row).Select(c => c.Groups["text"].Value).ToList();
                Assert.Equal(result.GetProperty("breaches").GetInt32().ToString(CultureInfo.InvariantCulture), cells[0].Split(' ')[0]);
                Assert.Equal(Text(result, "zone") switch { "green" => "", "yellow" => "Y", _ => "R" }, cells[0].Split(' ').ElementAtOrDefault(1) ?? "");
                foreach (var (test, place) in new[] { ("kupiec", 2), ("independence", 4), ("conditionalCoverage", 6) })
                {
                    Assert.Equal(Shown(result.GetProperty(test), "statistic", "0.###"), cells[place]);
                    Assert.Equal(Shown(result.GetProperty(test), "pValue", "0.####"), cells[place + 1]);
                }

                Assert.Equal(Shown(result, "peakToTrough", "#,0.##"), cells[9]);
                Assert.Equal(Shown(result, "worstUncovered", "#,0.##"), cells[13]);
            }
        }
    }

    [Fact]
    public void The_page_stands_alone_and_text_is_escaped()
    {
        Assert.Contains("a &lt;b&gt;&amp;&#39;&quot;.csv", runs.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>&", runs.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", runs.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=\"(?!#)", runs.Html);
        Assert.DoesNotContain("@import", runs.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chart_is_well_formed_has_a_text_and_names_of_its_own()
    {
        var charts = Chart().Matches(runs.Html).Select(m => XElement.Parse(m.Value)).ToList();
        Assert.Equal(Subjects().Count() + 2, charts.Count); // and two ranges
        Assert.All(charts, chart => Assert.NotEmpty(chart.Attribute("aria-label")!.Value));
        var ids = charts.SelectMany(c => c.Descendants()).Select(e => e.Attribute("id")?.Value).OfType<string>().ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(charts.SelectMany(c => c.Descendants()).Select(e => e.Attribute("clip-path")?.Value).OfType<string>(), clip => Assert.Contains(clip[5..^1], ids));
    }

    [Fact]
    public void The_screen_shows_a_row_a_subject()
    {
        Assert.Contains("69 losses over 1.00:00:00, 3.45 breaches expected at 0.95", runs.Output, StringComparison.Ordinal);
        Assert.All(Subjects(), s => Assert.Contains(Text(s, "name"), runs.Output, StringComparison.Ordinal));
    }

    private IEnumerable<JsonElement> Subjects() => runs.Report.GetProperty("subjects").EnumerateArray();

    private JsonElement Result(string subject, string model) =>
        Subjects().Single(s => Text(s, "name") == subject).GetProperty("results").EnumerateArray().Single(r => Text(r, "model") == model);

    private string Section(string name)
    {
        var start = runs.Html.IndexOf($"<h2>{WebUtility.HtmlEncode(name)}</h2>", StringComparison.Ordinal);
        return runs.Html[start..runs.Html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    private static string Shown(JsonElement element, string name, string format) => Number(element, name).ToString(format, CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement element, string name) => Number(Text(element, name));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""<tr><th scope="row">(?<name>[^<]*)</th>(?<cells>.*)</tr>""")]
    private static partial Regex Row();

    [GeneratedRegex("<td[^>]*>(<b>)?(?<text>[^<]*)")]
    private static partial Regex Cell();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Chart();
}
