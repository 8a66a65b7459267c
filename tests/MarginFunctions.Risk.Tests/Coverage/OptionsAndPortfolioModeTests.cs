using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Coverage;

/// <summary>Options and portfolio mode come into scenarios through the assessor that margins them every day.</summary>
public sealed class OptionsAndPortfolioModeTests
{
    private static readonly DateTimeOffset Expiry = Models.Now.AddDays(30);

    private static readonly RiskParameters Market = new(
        "v1",
        "USDT",
        64,
        TimeSpan.FromMinutes(1),
        MarginLevels.Default,
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD")],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.05m))],
        [],
        [Models.Option("BTC-P", 50_000, OptionType.Put, Expiry), Models.Option("BTC-C", 50_000, OptionType.Call, Expiry)],
        Models.Of(collateral: CollateralTreatment.Netted));

    private static readonly MarkSet Marks = Models.Marks(Market, ("BTC-PERP", 50_000), ("BTC-USD", 50_000), ("BTC-VOL", 0.6m));

    [Theory]
    [InlineData("a volatility follows its own history", true, 0.9)]
    [InlineData("and stays when there is none", false, 0.6)]
    public void An_option_is_revalued_on_its_forward_and_its_volatility(string sentence, bool hasVolatilities, double volatility)
    {
        var scenarios = hasVolatilities ? Histories.Factors(("BTC-USD", [0.8m]), ("BTC-VOL", [1.5m])) : Histories.Factors(("BTC-USD", [0.8m]));
        var pool = Given.CrossPool(Market, [new Position("BTC-P", -2, 1)], ("USDT", 100_000));
        Assert.True(PoolProfits.TryRevalue(pool, new ScenarioMarks(Marks, scenarios), out var profits, out var missing), missing);

        double Put(double forward, double sigma) => Black76.Evaluate(forward, 50_000, sigma, 30 / 365d, isCall: false).Value;
        Assert.Equal([new PoolItem(PoolItemKind.Position, "BTC-P")], profits!.Items);
        Assert.True(Math.Abs(-2 * (Put(40_000, volatility) - Put(50_000, 0.6)) - profits.Profits[0][0]) < 1e-6, sentence);
    }

    [Fact]
    public void An_option_without_a_moment_is_missing()
    {
        var pool = Given.CrossPool(Market, [new Position("BTC-P", 1, 1)]);
        Assert.False(PoolProfits.TryRevalue(pool, new ScenarioMarks(Marks.As(null, RiskState.None), Histories.Factors(("BTC-USD", [0.8m]))), out _, out var missing));
        Assert.Equal("BTC-P", missing);
    }

    [Fact]
    public void In_portfolio_mode_coins_that_are_netted_help_a_short_twice()
    {
        // Short 1 at 50,000 with 1,000: a rise of 10 % loses 5,000, and 16 % of 55,000 is called at 1.2. A coin that counts 95 % of 55,000 takes the short out of the range as well.
        var scenarios = Histories.Factors(("BTC-USD", [1.1m]));
        var topUp = PoolTopUp.Of(new Portfolio([new Position("BTC-PERP", -1, 50_000)], [new CollateralHolding("USDT", 1_000)], AccountMode.Portfolio), Market, "cross");
        Assert.Equal(14_560, Advise(topUp, "USDT", scenarios, 0.5m).Amount); // 1.2·8,800 + 4,000
        var coins = Advise(topUp, "BTC", scenarios, 0.5m).Amount!.Value;

        // x coins: equity −4,000 + 52,250·x; the range takes 16 % of 55,000·(1 − x) less the haircut of 2,750·x that comes back.
        Assert.Equal(14_560 / (52_250 + 1.2 * (8_800 + 2_750)), (double)coins, 1e-7);
    }

    [Fact]
    public void The_amount_suffices_and_one_unit_less_does_not_in_portfolio_mode() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var scenarios = Histories.Random(random, ["BTC-USD", "BTC-VOL"], random.Next(2, 12));
            var topUp = PoolTopUp.Of(
                new Portfolio(
                    [new Position("BTC-PERP", random.Next(-3, 4), 50_000), new Position("BTC-P", random.Next(-3, 4), 1), new Position("BTC-C", random.Next(-3, 4), 1)],
                    [new CollateralHolding("USDT", random.Next(40_000)), new CollateralHolding("BTC", random.Next(-5, 10) / 10m)],
                    AccountMode.Portfolio),
                Market,
                "cross");
            var asset = random.Next(2) == 0 ? "BTC" : "USDT";
            var marks = new ScenarioMarks(Marks, scenarios);
            var most = random.Next(1, 40) / 100m;
            int Called(decimal amount) => Enumerable.Range(0, scenarios.Count).Count(s => Given.Assess(topUp.With(asset, amount), marks[s]).IsBelow(1.2m));

            var advice = Advise(topUp, asset, scenarios, most);
            if (advice.Amount is { } amount)
            {
                Assert.Equal(advice.StillCalled.Count, Called(amount));
                Assert.True(Called(amount) <= most * scenarios.Count);
                Assert.True(amount == 0 || Called(amount - 0.00000001m) > most * scenarios.Count);
            }
        },
        40);

    private static CoverageAdvice Advise(PoolTopUp pool, string asset, JointScenarios scenarios, decimal most)
    {
        Assert.True(new CoverageAdvisor(new CallProbability(most), ScenarioWeights.Equal(scenarios.Count), TailExtrapolation.Flat)
            .TryAdvise(pool, asset, new ScenarioMarks(Marks, scenarios), out var advice, out var missing), missing);
        return advice!;
    }
}
