using System.Text.Json;
using MarginFunctions.Local.Cascade;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using Xunit;

namespace MarginFunctions.Local.Tests.Cascade;

public sealed class CascadeTests
{
    private const decimal SmallCap = 0.05m;
    private static readonly VenueSettings Deep = new(500_000m, 0.05m, 0.8m);

    [Fact]
    public async Task The_cap_holds_in_every_minute_and_without_it_more_is_closed_at_once()
    {
        var capped = await CascadeStage.RunAsync(CascadeStage.Parameters(SmallCap), Deep);
        var uncapped = await CascadeStage.RunAsync(CascadeStage.Parameters(cap: null), Deep);

        var report = CascadeReporter.Report(new CascadeSettings(CascadeStage.Accounts, 7, Deep), capped, uncapped);

        Assert.All(report.Capped.Peaks, peak => Assert.True(peak.Contracts > 0 && peak.Contracts <= peak.Cap, peak.ToString()));
        Assert.All(report.Uncapped.Peaks, peak => Assert.Null(peak.Cap));
        Assert.InRange(report.Capped.PeakClosed, 1, report.Uncapped.PeakClosed - 1);
        Assert.True(capped.Summary.IsConserved && uncapped.Summary.IsConserved);
    }

    [Theory]
    [InlineData("with a cap", SmallCapText)]
    [InlineData("without", null)]
    public async Task Without_impact_it_is_the_plain_replay(string how, string? cap)
    {
        var parameters = CascadeStage.Parameters(cap is null ? null : decimal.Parse(cap, System.Globalization.CultureInfo.InvariantCulture));
        var venue = new VenueSettings(Deep.Depth, 0, Deep.Remains);

        var cascade = await CascadeStage.RunAsync(parameters, venue);

        Assert.All(cascade.Moments, m => Assert.Equal(m.Path.OrderBy(p => p.Key, StringComparer.Ordinal), m.Marks));
        Assert.True(Json(await ReplayAsync(parameters, venue)) == Json(cascade.Summary), how);
    }

    [Fact]
    public async Task Sales_push_the_marks_below_the_path_by_what_is_left_of_them()
    {
        var cascade = await CascadeStage.RunAsync(CascadeStage.Parameters(cap: null), Deep);
        var forgotten = await CascadeStage.RunAsync(CascadeStage.Parameters(cap: null), new VenueSettings(Deep.Depth, Deep.Impact, 0));

        // The first fills of a run are at the path's prices; the tick after them has four fifths of what they moved.
        var impact = new PriceImpact(Deep);
        foreach (var minute in cascade.Fills.TakeWhile(f => f.At == cascade.Fills[0].At))
        {
            impact.Add(minute.Order.Market.Underlying, (minute.Order.IsSale ? -1 : 1) * minute.Quantity * minute.Order.Market.UnitNotional(PathAt(cascade, minute)));
        }

        var next = cascade.Moments.First(m => m.At > cascade.Fills[0].At);
        Assert.All(next.Path.Keys, u => Assert.Equal(next.Path[u] * (1 + 0.8m * impact.Of(u)), next.Marks[u], 4));
        Assert.Contains(next.Path.Keys, u => next.Marks[u] < next.Path[u]);
        Assert.All(forgotten.Moments, m => Assert.Equal(m.Path.OrderBy(p => p.Key, StringComparer.Ordinal), m.Marks));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_report_and_another_another()
    {
        async Task<string> ReportAsync(int seed)
        {
            var run = await CascadeStage.RunAsync(CascadeStage.Parameters(SmallCap), Deep, seed);
            return JsonSerializer.Serialize(CascadeReporter.Report(new CascadeSettings(CascadeStage.Accounts, 0, Deep), run, run), CascadeJson.Default.CascadeReport);
        }

        var first = await ReportAsync(7);
        Assert.Equal(first, await ReportAsync(7));
        Assert.NotEqual(first, await ReportAsync(8));
    }

    private const string SmallCapText = "0.05";

    private static decimal PathAt(CascadeRun run, VenueFill fill) => run.Moments.First(m => m.At == fill.At).Path[fill.Order.Market.Underlying];

    private static string Json(ReplaySummary summary) => JsonSerializer.Serialize(summary, ReplayJson.Default.ReplaySummary);

    private static async Task<ReplaySummary> ReplayAsync(RiskParameters parameters, VenueSettings venue)
    {
        var ticks = CascadeStage.Ticks;
        var book = new SampleBook(parameters, MarkSet.Of(parameters, MarketRun.Quote(parameters, ticks[0])), seed: 7).Create(CascadeStage.Accounts);
        var tally = new ReplayTally();
        await using var run = await MarketRun.OpenAsync(parameters, ticks[0], book, CancellationToken.None, new MarketRunSettings(venue, FeedsBack: false));
        await MarketPlay.PlayAsync(
            run,
            ticks,
            (_, happened) =>
            {
                tally.Add(happened);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return await tally.SummarizeAsync(run, "test", parameters, 7, ticks, CancellationToken.None);
    }
}
