using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Dynamic;

/// <summary>From marks to requirements: ranges that the timer publishes move an account's margin a step at a time.</summary>
public sealed class GradualMarginTests
{
    private static readonly PortfolioMarginModel UpAndDown = new(
        "test", new MarginFactors(1, 1), [new("up", 1, isAbsolute: false, 0), new("down", -1, isAbsolute: false, 0)], 0.16m, new Dictionary<string, decimal>(),
        new VolatilityRange(0.5m, 0.25m, VolatilityUnit.Relative, 0.3m, 0.13m, 1, 0), LossCombination.Separate, CoinValuation.ScenarioPrice, CollateralTreatment.Haircut, PortfolioCharges.None);

    private readonly Cluster cluster = new(Dynamics.Parameters);
    private decimal price = 43_000;

    [Fact]
    public async Task A_storm_raises_a_requirement_by_a_step_an_hour_and_calm_lowers_it_as_slowly()
    {
        Assert.InRange(Requirement(), 0.16m * 43_000, 0.16m * 43_000 + 1e-8m); // the model's own range, which is the policy's start
        await RunAsync(hours: 5, storm: true);

        Assert.InRange(Requirement(), 0.2098m * 43_000, 0.21m * 43_000); // five steps of 0.01, less the minute of the first version

        await RunAsync(hours: 2, storm: false);

        Assert.InRange(Requirement(), 0.21m * 43_000, 0.23m * 43_000); // the storm is remembered: the target is still higher

        await RunAsync(hours: 40, storm: false);

        Assert.InRange(Requirement(), 0.094m * 43_000, 0.12m * 43_000); // stress leaves more than the floor of 0.08
    }

    [Fact]
    public async Task The_same_market_makes_the_same_versions_to_the_byte()
    {
        var other = new GradualMarginTests();
        await RunAsync(hours: 1, storm: true);
        await other.RunAsync(hours: 1, storm: true);

        Assert.Equal(cluster.RiskStates.Now()!.Underlyings[0].Variance, other.cluster.RiskStates.Now()!.Underlyings[0].Variance);
        Assert.Equal(cluster.RiskStates.Now()!.ToRiskState().PriceRanges, other.cluster.RiskStates.Now()!.ToRiskState().PriceRanges);
    }

    private async Task RunAsync(int hours, bool storm)
    {
        for (var minute = 0; minute < hours * 60; minute++)
        {
            var before = Requirement();
            cluster.Time.Advance(TimeSpan.FromMinutes(1));
            price *= storm ? (minute % 2 == 0 ? 1.01m : 1 / 1.01m) : 1;
            cluster.Marks.Put(new("BTC-USD", Math.Round(price, 8), cluster.Time.Now, "test"));
            await cluster.NewRiskPublisher().PublishAsync(CancellationToken.None);

            // A minute's part of 0.01 an hour, on one coin at 43,000.
            Assert.True(Math.Abs(Requirement() - before) <= 0.01m / 60 * 43_000 + 1e-6m);
        }
    }

    /// <summary>What one perpetual at 43,000 requires under the latest version.</summary>
    private decimal Requirement()
    {
        var pool = ResolvedPortfolio.Resolve(new Portfolio([Given.Cross("BTC-PERP", 1, 43_000)], [], AccountMode.Portfolio), cluster.Parameters).Pools[0];
        var marks = MarkSet.Of(cluster.Parameters, [new("BTC-PERP", 43_000), new("BTC-USD", 43_000)], cluster.Time.Now, cluster.RiskStates.Now()?.ToRiskState());
        Assert.True(PortfolioMargin.TryAssess(pool, marks, UpAndDown, out _, out var maintenance, out var missing), missing);
        return maintenance;
    }
}
