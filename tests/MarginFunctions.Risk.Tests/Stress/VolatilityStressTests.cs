using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Stress;
using MarginFunctions.Risk.Tests.Options;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Risk.Tests.Stress;

/// <summary>Stress of options: forwards and volatilities move, and a pool's coins do not.</summary>
public sealed class VolatilityStressTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 12, 25, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a short straddle loses when volatility rises by half: 60 % becomes 90 %", 0, 0.5, null, 0.9)]
    [InlineData("an underlying's own move goes before that of all", 0, 0.1, 1.0, 1.2)]
    [InlineData("forward and volatility move together", -0.2, 0.5, null, 0.9)]
    public void An_option_loses_by_what_Black_makes_of_the_moved_marks(string sentence, double move, double volatilityMove, double? own, double volatility)
    {
        var stress = Run([new Position("BTC-60000-C", -1, 1), new Position("BTC-60000-P", -1, 1)], Scenario((decimal)move, (decimal)volatilityMove, (decimal?)own));

        double Straddle(double forward, double sigma) =>
            Black76.Evaluate(forward, 60_000, sigma, 30 / 365d, isCall: true).Value + Black76.Evaluate(forward, 60_000, sigma, 30 / 365d, isCall: false).Value;
        var loss = Straddle(60_000 * (1 + move), volatility) - Straddle(60_000, 0.6);
        Assert.True(Math.Abs(loss - (double)stress.Loss) < 1e-6, $"{sentence}: {stress.Loss} instead of {loss}");

        // 10,000 and a coin at 60,000 less 5 %, as it counts today.
        Assert.Equal(decimal.Round(67_000 / stress.Loss, 8, MidpointRounding.ToNegativeInfinity), stress.CoverageRatio);
    }

    [Fact]
    public void Volatility_alone_takes_nothing_from_a_future() =>
        Assert.Equal(new StressTest(null, 0, null), Run([new Position("BTC-FUT", 1, 60_000)], Scenario(0, 0.5m, null)));

    private static StressScenario Scenario(decimal move, decimal volatilityMove, decimal? own) => new(
        "all", move, new Dictionary<string, decimal>(), volatilityMove, own is { } of ? new Dictionary<string, decimal> { ["BTC-USD"] = of } : null);

    private static StressTest Run(IReadOnlyList<Position> positions, StressScenario scenario)
    {
        var given = OptionGiven.Parameters(Expiry);
        var parameters = new RiskParameters(
            given.Version, given.AccountCurrency, given.ShardCount, given.MaximumPriceAge, given.Levels, given.Instruments, given.Collateral, [scenario], given.Options);
        var prices = new Dictionary<string, decimal> { ["BTC-FUT"] = 60_000, ["BTC-IV"] = 0.6m, ["BTC-USD"] = 60_000 };
        return StressTest.Run(Given.CrossPool(parameters, positions, ("USDT", 10_000), ("BTC", 1)), MarkSet.Of(parameters, prices, Expiry.AddDays(-30)));
    }
}
