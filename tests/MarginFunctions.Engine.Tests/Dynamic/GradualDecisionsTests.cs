using System.Text.Json.Nodes;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Shards;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Dynamic;

/// <summary>
/// From marks to decisions: the timer publishes ranges, sweeps follow them. One coin long and a tenth of a call short in portfolio mode; the contracts' marks and the volatility stand still, the underlying's
/// mark is in a storm or calm.
/// </summary>
public sealed class GradualDecisionsTests : ShardProcessorScenario
{
    /// <summary>A range moves by 0.04 an hour: of 43,000 and 1.1 coins at the most, of which 0.8 count.</summary>
    private const decimal MostAMinute = 0.8m * 0.04m / 60 * 43_000 * 1.1m;

    /// <summary>What a minute takes from an option with years to go.</summary>
    private const decimal Decay = 0.01m;

    private static readonly RiskParameters Parameters = Given.SampleWith(d =>
    {
        d["shardCount"] = 1;
        d["portfolioMargin"] = JsonNode.Parse("""{"preset":"deribit-cross-like"}""");
        d["dynamicMargin"] = JsonNode.Parse(Dynamics.Section);
        d["dynamicMargin"]!["stepPerHour"] = "0.04";
        d["optionSeries"] = new JsonArray(JsonNode.Parse("""
            {"series":"BTC-OPT","settlement":"linear","underlying":"BTC-USD","settlementAsset":"USDT","contractSize":"1","expiry":"2030-03-29T08:00:00Z",
             "strikes":["60000"],"forward":"BTC-PERP","volatility":"BTC-IV"}
            """));
    });

    private decimal price = 43_000;
    private decimal before;

    public GradualDecisionsTests()
        : base(Parameters)
    {
        Cluster.Mark("BTC-PERP", 43_000);
        Cluster.Mark("BTC-IV", 0.6m);
    }

    [Fact]
    public async Task A_storm_takes_an_account_from_status_to_status_at_the_pace_of_the_range_and_calm_takes_it_back()
    {
        await OpenAsync(times: 1.55m);
        await RunAsync(minutes: 150, storm: true);

        Assert.Equal([MarginStatus.Warned, MarginStatus.Called, MarginStatus.Liquidating], Turns().Select(d => d.After.Status));

        await RunAsync(minutes: 24 * 60, storm: false);

        Assert.Equal(MarginStatus.Healthy, Cluster.Account("A").Status);
        Assert.Equal([MarginEventKind.Warning, MarginEventKind.Called], Turns().Take(2).SelectMany(d => d.Events));
        Assert.InRange(Decisions().Max(d => d.Equity) - Decisions().Min(d => d.Equity), 0, 1); // but for a day's decay of the option, only the requirement has moved
    }

    [Fact]
    public async Task Each_decision_names_its_version_and_ranges_and_is_made_again_from_its_record()
    {
        await OpenAsync(times: 1.55m);
        await RunAsync(minutes: 150, storm: true);

        var decisions = Decisions();
        Assert.Equal(3, Turns().Count);
        foreach (var decision in decisions)
        {
            var version = await Cluster.RiskStates.ReadAsync(decision.RiskVersion!.Value, CancellationToken.None);
            Assert.Equal(decision.At, version!.At);
            Assert.Equal(version.ToRiskState().PriceRanges["BTC-USD"], Assert.Single(decision.PriceRanges!).Value);
            MadeAgain.Check(decision, Parameters);
            Assert.Equal(["BTC-PERP", "BTC-OPT-60000-C"], Assert.Single(decision.Evidence!.Underlyings).Parts.Select(p => p.Name));
        }

        foreach (var (one, next) in Turns().Zip(Turns().Skip(1)))
        {
            var minutes = next.RiskVersion!.Value - one.RiskVersion!.Value;
            Assert.InRange(next.Maintenance - one.Maintenance, 0.01m, (MostAMinute + Decay) * minutes);
        }
    }

    /// <summary>An account that has a multiple of what it must hold under the first version.</summary>
    private async Task OpenAsync(decimal times)
    {
        await PublishAsync();
        await Apply(Given.Update("A", 1, [Given.Cross("BTC-PERP", 1, 43_000), Given.Cross("BTC-OPT-60000-C", -0.1m, 10_000)], 100_000) with { AccountMode = AccountMode.Portfolio });
        var margin = Margin();
        await Apply(Given.Update("A", 2, [], Math.Ceiling(100_000 - margin.Equity + times * margin.Maintenance)));
        Assert.Empty(Decisions());
        before = Margin().Maintenance;
    }

    private async Task RunAsync(int minutes, bool storm)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            Cluster.Time.Advance(TimeSpan.FromMinutes(1));
            price *= storm ? (minute % 2 == 0 ? 1.01m : 1 / 1.01m) : 1;
            await PublishAsync();
            var report = await Sweep();

            var margin = Margin();
            Assert.InRange(Math.Abs(margin.Maintenance - before), 0, MostAMinute + Decay);
            before = margin.Maintenance;

            // The minute's own sweep has found what the minute's range makes of the account, and blames no band.
            Assert.InRange(report.Decisions, 0, 1);
            Assert.Equal(0, report.MissedCrossings);
            var account = Cluster.Account("A");
            Assert.False(MarginLifecycle.Decide(account.Pools[0], margin, Cluster.Time.Now, Parameters.Levels, "again").IsChange);
        }
    }

    private async Task PublishAsync()
    {
        Cluster.Marks.Put(new("BTC-USD", Math.Round(price, 8), Cluster.Time.Now, "test"));
        Assert.True(await Cluster.NewRiskPublisher().PublishAsync(CancellationToken.None));
    }

    /// <summary>The account's margin under the latest version.</summary>
    private MarginPosition Margin()
    {
        var pool = ResolvedPortfolio.Resolve(Cluster.Account("A").Holdings.Portfolio, Parameters).Pools[0];
        Assert.True(PoolAssessor.TryAssess(pool, Cluster.MarkSet(), out var margin, out var missing), missing);
        return margin;
    }

    /// <summary>The decisions that change a status: a call that grows with the requirement is told on the way.</summary>
    private IReadOnlyList<DecisionRecord> Turns() => [.. Decisions().Where(d => d.Before.Status != d.After.Status)];

    private IReadOnlyList<DecisionRecord> Decisions() => [.. Cluster.Moved().Concat(Cluster.Decisions()).DistinctBy(d => d.Id).OrderBy(d => d.Number)];
}
