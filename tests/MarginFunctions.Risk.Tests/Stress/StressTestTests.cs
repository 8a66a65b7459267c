using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Stress;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Stress;

public sealed class StressTestTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [
            Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"),
            Given.Linear("ETH-PERP", Given.FivePercent, "ETH-USD"),
            Given.Inverse("BTCUSD", Given.FivePercent, "BTC-USD", size: 100),
        ],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.1m))],
        Scenario("all fall 20 %", -0.2m),
        Scenario("all rise 30 %", 0.3m),
        Scenario("ether halves", 0, ("ETH-USD", -0.5m)));

    private static readonly MarkSet Marks = Given.Marks(Parameters, ("BTC-PERP", 10_000), ("ETH-PERP", 1_000), ("BTCUSD", 10_000), ("BTC-USD", 10_000));

    [Theory]
    [InlineData("a long loses 20 % of 10,000", "BTC-PERP", 1, "all fall 20 %", 2_000, 2.5)]
    [InlineData("a short loses 30 % of 10,000", "BTC-PERP", -1, "all rise 30 %", 3_000, 1.66666666)]
    [InlineData("the named underlying is worst: 50 % of 4,000", "ETH-PERP", 4, "ether halves", 2_000, 2.5)]
    [InlineData("an inverse short entered at 9,000, in account currency: 9,000·3,000/9,000", "BTCUSD", -90, "all rise 30 %", 3_000, 1.66666666)]
    public void The_worst_scenario_is_named_with_its_loss(string sum, string instrument, decimal quantity, string scenario, decimal loss, decimal coverage)
    {
        var worst = StressTest.Run(Given.CrossPool(Parameters, [Given.Position(instrument, quantity, 9_000)], ("USDT", 5_000)), Marks);
        Assert.True((scenario, loss) == (worst.Scenario, worst.Loss), $"{sum}: {worst}");
        Assert.Equal(coverage, worst.CoverageRatio);
    }

    [Fact]
    public void The_coverage_ratio_counts_collateral_after_haircuts_and_leaves_profit_out()
    {
        // 1,000 + 90 % of 0.5·10,000 = 5,500 over 2,000; the open profit of 1,000 does not count.
        var worst = StressTest.Run(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000)], ("USDT", 1_000), ("BTC", 0.5m)), Marks);
        Assert.Equal(new StressTest("all fall 20 %", 2_000, 2.75m), worst);
    }

    [Fact]
    public void Hedged_positions_lose_nothing_and_have_no_ratio()
    {
        var worst = StressTest.Run(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000), Given.Position("BTCUSD", -100, 10_000)], ("USDT", 1_000)), Marks);
        Assert.Equal(new StressTest(null, 0, null), worst);
    }

    [Fact]
    public void A_loss_is_rounded_up()
    {
        var worst = StressTest.Run(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 0.0000000000001m, 9_000)], ("USDT", 1_000)), Marks);
        Assert.Equal(new StressTest("all fall 20 %", 0.00000001m, 100_000_000_000), worst);
    }

    [Fact]
    public void A_ratio_too_large_for_a_decimal_is_held_at_its_end() => Assert.Equal(
        decimal.MaxValue, StressTest.Run(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 0.0000000000001m, 9_000)], ("USDT", 1e21m)), Marks).CoverageRatio);

    [Fact]
    public void Without_scenarios_nothing_is_lost()
    {
        var parameters = Given.Parameters([Given.Linear("BTC-PERP", Given.FivePercent)], [Given.Usdt]);
        var pool = Given.CrossPool(parameters, [Given.Position("BTC-PERP", 1, 9_000)], ("USDT", 1_000));
        Assert.Equal(new StressTest(null, 0, null), StressTest.Run(pool, Given.Marks(parameters, ("BTC-PERP", 10_000))));
    }

    [Fact]
    public void What_cannot_be_assessed_cannot_be_stressed()
    {
        var unpriced = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000)]);
        Assert.Equal("BTC-PERP has no mark.", Assert.Throws<InvalidOperationException>(() => StressTest.Run(unpriced, Given.Marks(Parameters))).Message);

        var unknown = Given.CrossPool(Parameters, [Given.Position("DOGE-PERP", 1, 9_000)]);
        Assert.Equal(
            "Pool cross cannot be assessed: the parameters do not know DOGE-PERP.", Assert.Throws<InvalidOperationException>(() => StressTest.Run(unknown, Marks)).Message);
    }

    [Fact]
    public void An_underlying_that_is_not_named_moves_with_all()
    {
        var scenario = Scenario("both", -0.1m, ("ETH-USD", -0.4m));
        Assert.Equal((-0.4m, -0.1m), (scenario.MoveOf("ETH-USD"), scenario.MoveOf("BTC-USD")));
    }

    private static StressScenario Scenario(string name, decimal move, params (string Underlying, decimal Move)[] moves) =>
        new(name, move, moves.ToDictionary(m => m.Underlying, m => m.Move));
}
