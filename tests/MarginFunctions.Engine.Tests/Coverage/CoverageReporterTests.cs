using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Tests.Dynamic;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Coverage;

public sealed class CoverageReporterTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Cluster cluster = With(d => d.Remove("fund"));

    [Fact]
    public async Task Accounts_of_all_shards_are_in_it_as_the_engine_stored_them()
    {
        await BookAsync(cluster);

        var report = await cluster.NewReporter().ReportAsync(None);

        // MM 250: 250 − 100 and 250 − 200; down 25 % they lose 14,900 and 14,800 beyond what they have.
        Assert.Equal((2, 200m, 29_700m, null), (report.Accounts, report.Shortfalls, report.CoverTwo!.Loss, report.Fund));
        Assert.Equal(2, report.Statuses.Sum(s => s.Status == MarginStatus.Liquidating ? s.Accounts : 0));
        Assert.Equal(report.At, Assert.Single(cluster.Reports.Now()).At);
    }

    [Fact]
    public async Task The_fund_is_what_its_ledger_says_and_nothing_before_it_is_opened()
    {
        var funded = With(d => d["fund"]!["initial"] = "1234.5");
        Assert.Equal(0, (await funded.NewReporter().ReportAsync(None)).Fund);

        await funded.NewFund().OpenAsync(None);

        Assert.Equal(1_234.5m, (await funded.NewReporter().ReportAsync(None)).Fund);
    }

    [Fact]
    public async Task It_says_which_ranges_were_in_force()
    {
        var moving = new Cluster(Dynamics.Parameters);
        Assert.Equal(0, (await moving.NewReporter().ReportAsync(None)).RiskVersion);
        await moving.NewRiskPublisher().PublishAsync(None);

        Assert.Equal(1, (await moving.NewReporter().ReportAsync(None)).RiskVersion);
    }

    [Fact]
    public async Task Shards_are_read_one_after_the_other_before_the_fund_and_the_report_is_stored_once()
    {
        var funded = With(_ => { });

        await funded.NewReporter().ReportAsync(None);

        Assert.Equal(["marks.Read", "store.Load", "store.Load", "fund.Load", "reports.Store", "reports.Delete"], funded.Steps.Journal);
    }

    [Theory]
    [InlineData("store.Load done", 0)]
    [InlineData("reports.Store", 0)]
    [InlineData("reports.Store done", 1)]
    [InlineData("reports.Delete", 1)]
    public async Task A_crash_at_any_step_leaves_a_whole_report_or_none_and_the_next_minute_makes_another(string point, int stored)
    {
        await BookAsync(cluster);
        cluster.Steps.At = where => where == point ? throw new IOException("gone") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => cluster.NewReporter().ReportAsync(None));
        Assert.Equal(stored, cluster.Reports.Now().Count);

        cluster.Steps.At = _ => Task.CompletedTask;
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await cluster.NewReporter().ReportAsync(None);

        Assert.Equal(stored + 1, cluster.Reports.Now().Count);
        Assert.All(cluster.Reports.Now(), report => Assert.Equal(200, report.Shortfalls));
    }

    [Fact]
    public async Task Reports_are_kept_for_thirty_days()
    {
        for (var day = 0; day < 40; day++)
        {
            await cluster.NewReporter().ReportAsync(None);
            cluster.Time.Advance(TimeSpan.FromDays(1));
        }

        // Today's, and those of the thirty days before it.
        Assert.Equal(31, cluster.Reports.Now().Count);
    }

    [Theory]
    [InlineData("a fund below cover two", 1_000, 28_700)]
    [InlineData("a fund at cover two", 29_700, 0)]
    public async Task What_the_fund_lacks_is_measured(string which, double fund, double lacks)
    {
        var funded = With(d => d["fund"]!["initial"] = fund);
        await funded.NewFund().OpenAsync(None);
        await BookAsync(funded);
        var measured = Measure(funded);

        await funded.NewReporter().ReportAsync(None);

        Assert.True(measured["margin.coverage.fund_lacks USDT"] == lacks, which);
        Assert.Equal(fund, measured["margin.fund.balance"]);
        Assert.Equal((200, 0, 29_700), (measured["margin.coverage.shortfalls USDT"], measured["margin.coverage.deficits USDT"], measured["margin.coverage.cover_two USDT"]));
        Assert.Equal(300 + fund - 200, measured["margin.coverage.liquidity_buffer USDT"]);
        Assert.Equal((2, 0, 0), (measured["margin.coverage.accounts liquidating"], measured["margin.coverage.accounts healthy"], measured["margin.coverage.unpriced_accounts"]));
    }

    [Fact]
    public async Task Without_a_fund_nothing_is_said_of_it()
    {
        await BookAsync(cluster);
        var measured = Measure(cluster);

        await cluster.NewReporter().ReportAsync(None);

        Assert.DoesNotContain(measured.Keys, name => name.Contains("fund", StringComparison.Ordinal));
        Assert.Equal(200, measured["margin.coverage.shortfalls USDT"]);
    }

    private static Cluster With(Action<JsonObject> change) => new(Given.SampleWith(d =>
    {
        d["shardCount"] = 2;
        d["fund"] = new JsonObject { ["initial"] = "0", ["lossAllocation"] = "mutualisation" };
        change(d);
    }));

    /// <summary>One account a shard, each with a bitcoin at 60,000 and 100 or 200 dollars.</summary>
    private static async Task BookAsync(Cluster cluster)
    {
        cluster.Mark("BTC-PERP", 60_000);
        cluster.Mark("BTC-USD", 60_000);
        for (var shard = 0; shard < 2; shard++)
        {
            var update = Given.Update(Given.AccountIn(shard, 2, "A-"), 1, [Given.Cross("BTC-PERP", 1, 60_000)], 100 * (shard + 1));
            await cluster.NewProcessor().ProcessAsync(new ShardWork(ShardWorkKind.Updates, shard, [Given.Accepted(update)]), None);
        }
    }

    /// <summary>The last value of each instrument, with its tag.</summary>
    private static Dictionary<string, double> Measure(Cluster cluster)
    {
        var measured = new Dictionary<string, double>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == cluster.Meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured[tags.Length > 0 ? $"{instrument.Name} {tags[0].Value}" : instrument.Name] = value;
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return measured;
    }
}
