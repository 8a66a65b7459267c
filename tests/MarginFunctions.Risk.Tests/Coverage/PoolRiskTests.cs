using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Coverage;

public sealed class PoolRiskTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), Given.Inverse("BTCUSD", Given.FivePercent, "BTC-USD")],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.1m)), Given.Coin("CAPPED", "BTC-USD", 3_000, (0, 0.1m))]);

    private static readonly MarkSet Marks = Given.Marks(Parameters, ("BTC-PERP", 10_000), ("BTCUSD", 10_000), ("BTC-USD", 10_000));

    private static readonly JointScenarios Scenarios = Histories.Factors(("BTC-USD", [0.9m, 1.1m, 0.8m, 1.05m]));

    [Fact]
    public void Collateral_in_the_coin_that_falls_makes_a_long_lose_more()
    {
        var risk = Risk(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000)], ("USDT", 1_000), ("BTC", 0.5m)));

        // A fall of 20 %: 2,000 of the position, and 20 % of 4,500, what the coin counts for.
        Assert.Equal(new TailMeasure(2_900, 2_900), risk.Measure);
        Assert.Equal(new TailMeasure(2_000, 2_000), risk.CollateralHeld);
        Assert.Equal(900, risk.WrongWay);
        Assert.Equal([new PoolItem(PoolItemKind.Position, "BTC-PERP"), new PoolItem(PoolItemKind.Collateral, "BTC")], risk.Profits.Items);
        Assert.Equal([new PositionContribution(2_000, 2_000, 2_000, 2_000), new PositionContribution(900, 900, 900, 900)], risk.Contributions.Positions);
        Assert.Equal(new TailScenario(2, -2_900, 1, 1), Assert.Single(risk.Contributions.Evidence));
        Assert.Equal(Histories.Start.AddDays(2), Scenarios.PeriodOf(2)!.Value.From);
    }

    [Fact]
    public void Collateral_in_the_coin_that_rises_hedges_a_short()
    {
        var risk = Risk(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", -1, 9_000)], ("BTC", 0.5m)));
        Assert.Equal((550, 1_000, -450), (risk.Measure.ExpectedShortfall, risk.CollateralHeld.ExpectedShortfall, risk.WrongWay)); // a rise of 10 %
    }

    [Fact]
    public void A_cap_that_still_binds_takes_no_part_in_a_fall()
    {
        var risk = Risk(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000)], ("CAPPED", 0.5m))); // 4,500, and 3,600 after the fall
        Assert.Equal((2_000, 0), (risk.Measure.ExpectedShortfall, risk.WrongWay));
    }

    [Fact]
    public void Isolated_margin_in_coin_moves_with_the_contract()
    {
        var portfolio = Given.Portfolio([Given.Isolated("BTCUSD", 100, 10_000, 0.2m)]);
        var risk = Risk(ResolvedPortfolio.Resolve(portfolio, Parameters).Pools[1]);
        Assert.Equal(new PoolItem(PoolItemKind.Collateral, "COIN"), risk.Profits.Items[1]);
        Assert.Equal((2_400, 400), (risk.Measure.ExpectedShortfall, risk.WrongWay)); // 100·100·20 %, and 0.2 coins less 2,000 each
    }

    [Fact]
    public void Nothing_is_at_risk_in_an_empty_pool()
    {
        var risk = Risk(Given.CrossPool(Parameters, [], ("USDT", 1_000)));
        Assert.Equal((new TailMeasure(0, 0), new TailMeasure(0, 0)), (risk.Measure, risk.CollateralHeld));
        Assert.Empty(risk.Contributions.Positions);
        Assert.Equal(new TailMeasure(0, 0), PoolRisk.Normal(risk.Profits, new ConfidenceLevel(0.99m)).Measure);
    }

    [Fact]
    public void A_normal_measure_is_that_of_mean_and_deviation_and_is_divided_among_the_items()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000)], ("BTC", 0.5m));
        var risk = PoolRisk.Normal(Profits(pool, Scenarios), new ConfidenceLevel(0.99m));

        // Gains −1,450, 1,450, −2,900, 725: mean −543.75, of which 1,450 in 2,000 are the position's.
        double[] gains = [-1_450, 1_450, -2_900, 725];
        var deviation = Math.Sqrt(gains.Sum(g => (g + 543.75) * (g + 543.75)) / 3);
        Samples.AssertClose(543.75 + 2.3263478740408408 * deviation, risk.Measure.ValueAtRisk, 1e-9);
        Samples.AssertClose(risk.Measure.ValueAtRisk / 1.45, risk.Contributions.Positions[0].ComponentValueAtRisk, 1e-9);
        Samples.AssertClose(risk.Measure.ValueAtRisk, risk.Contributions.Positions.Sum(p => p.ComponentValueAtRisk), 1e-9);
        Samples.AssertClose(risk.Measure.ExpectedShortfall, risk.Contributions.Positions.Sum(p => p.ComponentExpectedShortfall), 1e-9);
        Samples.AssertClose(risk.CollateralHeld.ExpectedShortfall, risk.Contributions.Positions[0].ComponentExpectedShortfall, 1e-9);
        Assert.Empty(risk.Contributions.Evidence);
    }

    [Fact]
    public void What_the_parameters_do_not_know_cannot_be_revalued()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("DOGE-PERP", 1, 1)]);
        Assert.False(PoolProfits.TryRevalue(pool, new ScenarioMarks(Marks, Scenarios), out _, out var missing));
        Assert.Equal("DOGE-PERP", missing);
    }

    [Fact]
    public void Gains_of_the_parts_sum_to_what_the_whole_pool_gains() => Always.Holds(Samples.Seeds, seed =>
    {
        var (pool, marks, scenarios) = Case(seed);
        var sums = Profits(pool, scenarios, marks).Profits.Portfolio();
        var shocked = new ScenarioMarks(marks, scenarios);
        for (var n = 0; n < scenarios.Count; n++)
        {
            var gain = (double)(Given.Assess(pool, shocked[n]).Equity - Given.Assess(pool, marks).Equity);
            Samples.AssertClose(gain, sums[n], 1e-7 + 1e-12 * Size(pool, shocked[n]));
        }
    }, count: 100);

    [Fact]
    public void Contributions_add_up_and_shortfall_is_not_below_value_at_risk() => Always.Holds(Samples.Seeds, seed =>
    {
        var (pool, marks, scenarios) = Case(seed);
        var profits = Profits(pool, scenarios, marks);
        var random = new Random(seed);
        ScenarioTail tail = random.Next(2) == 0
            ? Samples.Tail(random, scenarios.Count)
            : new AgeWeightedTail(Samples.Level(random), 0.9, AgeWeightedRule.Interpolation, scenarios.Count, TailExtrapolation.Flat);
        foreach (var risk in new[] { PoolRisk.Of(profits, tail), PoolRisk.Normal(profits, Samples.Level(random)) })
        {
            var close = 1e-9 * (1 + Enumerable.Range(0, profits.Items.Count).Sum(n => profits.Profits[n].ToArray().Max(Math.Abs)));
            Assert.True(risk.Measure.ExpectedShortfall >= risk.Measure.ValueAtRisk - close);
            Samples.AssertClose(risk.Measure.ValueAtRisk, risk.Contributions.Positions.Sum(p => p.ComponentValueAtRisk), close);
            Samples.AssertClose(risk.Measure.ExpectedShortfall, risk.Contributions.Positions.Sum(p => p.ComponentExpectedShortfall), close);
        }
    }, count: 100);

    [Fact]
    public void Coins_behind_longs_of_the_same_coin_never_make_the_tail_better() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", random.Next(1, 100), 9_000)], ("USDT", 5_000), ("BTC", random.Next(1, 100)));
        var scenarios = Histories.Random(random, ["BTC-USD"], 30);
        var risk = PoolRisk.Of(Profits(pool, scenarios), new HistoricalTail(new ConfidenceLevel(0.9m), QuantileRule.IndexAbove, 30));

        // The worst scenarios are those of the lowest prices, with and without the coins.
        Assert.Equal(risk.CollateralHeld.ExpectedShortfall > 0, risk.WrongWay > 0);
    }, count: 100);

    private static (ResolvedPool Pool, MarkSet Marks, JointScenarios Scenarios) Case(int seed)
    {
        var book = seed % 2 == 0 ? RandomBook.OfTwoUnderlyings(seed) : RandomBook.OfManySymbols(seed);
        var random = new Random(seed);
        var pool = book.Resolved.Pools[random.Next(book.Resolved.Pools.Count)];
        Assert.True(MarkSources.TryFindAll(pool, book.Parameters, _ => true, out var names, out _));
        return (pool, book.Marks, Histories.Random(random, names.Count > 0 ? names : ["NONE"], random.Next(2, 25)));
    }

    private static double Size(ResolvedPool pool, MarkSet marks) => pool.Positions.Sum(p => (double)(p.Notional(marks.Find(p.Symbol)!.Value) + Math.Abs(p.Exposure * p.EntryPrice)));

    private static PoolRisk Risk(ResolvedPool pool) => PoolRisk.Of(Profits(pool, Scenarios), new HistoricalTail(new ConfidenceLevel(0.75m), QuantileRule.IndexAbove, 4));

    private static PoolProfits Profits(ResolvedPool pool, JointScenarios scenarios, MarkSet? marks = null)
    {
        Assert.True(PoolProfits.TryRevalue(pool, new ScenarioMarks(marks ?? Marks, scenarios), out var profits, out var missing), missing);
        return profits!;
    }
}
