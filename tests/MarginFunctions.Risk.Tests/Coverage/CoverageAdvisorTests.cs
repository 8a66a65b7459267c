using FsCheck.Fluent;
using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Coverage;

public sealed class CoverageAdvisorTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), Given.Inverse("BTCUSD", Given.FivePercent, "BTC-USD")],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.1m)), Given.Coin("CAPPED", "BTC-USD", 1_000, (0, 0.1m)), Given.Coin("SOL", "SOL-USD", null, (0, 0.1m))]);

    private static readonly MarkSet Marks = Given.Marks(Parameters, ("BTC-PERP", 10_000), ("BTCUSD", 10_000), ("BTC-USD", 10_000), ("SOL-USD", 100));

    private static readonly JointScenarios Scenarios = Histories.Factors(("BTC-USD", [0.9m, 1.1m, 0.8m, 1.05m]));

    // Long 1 at 10,000 with 500: called below 6 % of the notional. At 8,000 it lacks 480 + 1,500, at 9,000 540 + 500.
    private static readonly Portfolio Long = Given.Portfolio([Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 500));

    [Theory]
    [InlineData("half of the scenarios may be in call, and are", 0.5, 0, 0.5, new[] { 0, 2 }, new int[0])]
    [InlineData("one of four may be in call: 540 + 500", 0.25, 1_040, 0.25, new[] { 2 }, new[] { 0 })]
    [InlineData("0.49 of four scenarios is one", 0.49, 1_040, 0.25, new[] { 2 }, new[] { 0 })]
    [InlineData("none of four may be in call: 480 + 1,500", 0.2, 1_980, 0, new int[0], new[] { 2 })]
    public void The_amount_is_what_the_scenarios_that_count_lack(string sum, decimal most, decimal amount, decimal left, int[] called, int[] deciding)
    {
        var advice = Advise(Long, "USDT", most);
        Assert.True((amount, 0.5m, left) == (advice.Amount, advice.ProbabilityNow, advice.ProbabilityWith), $"{sum}: {advice}");
        Assert.Equal(called, advice.StillCalled);
        Assert.Equal(deciding, advice.Deciding);
    }

    [Theory]
    [InlineData("1,040 of coins that count 90 % of 9,000 each, rounded up", "BTC", 0.25, 0.12839507)]
    [InlineData("1,980 of coins that count 90 % of 8,000 each", "BTC", 0.2, 0.275)]
    [InlineData("a capped asset whose cap lies below what is missing", "CAPPED", 0.25, null)]
    public void An_asset_is_worth_what_it_counts_for_in_each_scenario(string sum, string asset, decimal most, double? amount)
    {
        var advice = Advise(Long, asset, most);
        Assert.True((decimal?)amount == advice.Amount, $"{sum}: {advice}");
        Assert.Equal(amount is null, advice.ProbabilityWith is null);
    }

    [Fact]
    public void A_debt_in_the_asset_is_paid_off_first_and_without_haircut()
    {
        // At 9,000 the debt of 0.1 costs 900 more; the first 0.1 pays it at 9,000 each, the 1,040 then count at 8,100.
        var advice = Advise(Given.Portfolio([Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 500), ("BTC", -0.1m)), "BTC", 0.25m);
        Assert.Equal(0.22839507m, advice.Amount);
    }

    [Fact]
    public void An_isolated_position_is_advised_in_what_it_is_settled_in()
    {
        // Long 10,000 of account currency at 10,000 with 0.1 coins. At 9,000: 900 − 1,000 + x·9,000 = 600.
        var topUp = PoolTopUp.Of(Given.Portfolio([Given.Isolated("BTCUSD", 100, 10_000, 0.1m)], ("USDT", 1_000_000)), Parameters, "BTCUSD");
        Assert.Equal("COIN", topUp.Asset);
        Assert.Equal(0.07777778m, Advise(topUp, "COIN", 0.25m).Amount);
        Assert.Equal("Pool BTCUSD takes no USDT. (Parameter 'asset')", Assert.Throws<ArgumentException>(() => Advise(topUp, "USDT", 0.25m)).Message);
        Assert.Equal("The account has no pool BTC-PERP. (Parameter 'key')", Assert.Throws<ArgumentException>(() => PoolTopUp.Of(Long, Parameters, "BTC-PERP")).Message);
    }

    [Fact]
    public void Nothing_is_advised_to_an_empty_pool() =>
        Assert.Equal((0, 0), (Advise(Portfolio.Empty, "USDT", 0.001m).Amount, Advise(Given.Portfolio([], ("BTC", 1)), "USDT", 0.001m).ProbabilityNow));

    [Fact]
    public void Weights_by_age_count_newer_scenarios_more()
    {
        // λ = 0.5: weights 1, 2, 4, 8 in fifteenths. The two in call weigh 5/15.
        var tail = new AgeWeightedTail(new ConfidenceLevel(0.75m), 0.5, AgeWeightedRule.IndexAbove, 4);
        CoverageAdvice Advice(decimal most) => Advise(PoolTopUp.Of(Long, Parameters, "cross"), "USDT", most, ScenarioWeights.Of(tail));
        Assert.Equal(0, Advice(0.34m).Amount);
        Assert.Equal((1_040, 0.266666666667m), (Advice(0.27m).Amount, Advice(0.27m).ProbabilityWith)); // only the fall by 20 % is left: 4/15
        Assert.Equal(1_980, Advice(0.266666666666m).Amount);
    }

    [Fact]
    public void What_is_missing_is_named_and_too_few_scenarios_are_refused()
    {
        Assert.False(new CoverageAdvisor(new CallProbability(0.5m), ScenarioWeights.Equal(4))
            .TryAdvise(PoolTopUp.Of(Long, Parameters, "cross"), "SOL", new ScenarioMarks(Marks, Scenarios), out _, out var missing));
        Assert.Equal("SOL-USD", missing);

        var few = Assert.Throws<ArgumentOutOfRangeException>(() => new CoverageAdvisor(new CallProbability(0.01m), ScenarioWeights.Equal(4)));
        Assert.Contains("4 scenarios are too few for call probability 0.01; at least 100 are needed.", few.Message, StringComparison.Ordinal);
        Assert.All([0, 1, -0.1m, 0.0000000000001m], p => Assert.Throws<ArgumentOutOfRangeException>(() => new CallProbability(p)));
    }

    [Fact]
    public void The_amount_suffices_one_unit_less_does_not_and_a_smaller_probability_needs_no_less() => Always.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var book = seed % 2 == 0 ? RandomBook.OfTwoUnderlyings(seed) : RandomBook.OfManySymbols(seed);
        var random = new Random(seed);
        var topUp = PoolTopUp.Of(book.Portfolio, book.Parameters, "cross");
        var coins = book.Parameters.Collateral.Select(c => c.Asset).Where(a => a != "USDT" && book.Portfolio.Collateral.Any(h => h.Asset == a)).ToList();
        var asset = coins.Count > 0 && random.Next(2) == 0 ? coins[random.Next(coins.Count)] : "USDT";
        var pool = topUp.With(asset, 0.00000001m);
        Assert.True(MarkSources.TryFindAll(pool, book.Parameters, _ => true, out var names, out _));
        var scenarios = Histories.Random(random, names.Count > 0 ? names : ["NONE"], random.Next(2, 20));
        var shocked = new ScenarioMarks(book.Marks, scenarios);
        var most = random.Next(1, 40) / 100m;
        CoverageAdvice Advice(decimal p)
        {
            Assert.True(new CoverageAdvisor(new CallProbability(p), ScenarioWeights.Equal(scenarios.Count), TailExtrapolation.Flat)
                .TryAdvise(topUp, asset, shocked, out var given, out var missing), missing);
            return given!;
        }

        var advice = Advice(most);
        int Called(decimal amount) => Enumerable.Range(0, scenarios.Count).Count(s => Given.Assess(topUp.With(asset, amount), shocked[s]).IsBelow(1.2m));
        if (advice.Amount is { } amount)
        {
            Assert.Equal(advice.StillCalled.Count, Called(amount));
            Assert.True(Called(amount) <= most * scenarios.Count);
            Assert.True(amount == 0 || Called(amount - 0.00000001m) > most * scenarios.Count);
            Assert.Equal(amount > 0, advice.Deciding.Count > 0);
        }
        else
        {
            Assert.True(Called(100_000_000_000) > most * scenarios.Count);
        }

        Assert.True((Advice(most / 2).Amount ?? decimal.MaxValue) >= (advice.Amount ?? decimal.MaxValue));
    }, count: 150);

    private static CoverageAdvice Advise(Portfolio portfolio, string asset, decimal most) => Advise(PoolTopUp.Of(portfolio, Parameters, "cross"), asset, most);

    private static CoverageAdvice Advise(PoolTopUp pool, string asset, decimal most, ScenarioWeights? weights = null)
    {
        Assert.True(new CoverageAdvisor(new CallProbability(most), weights ?? ScenarioWeights.Equal(4), TailExtrapolation.Flat)
            .TryAdvise(pool, asset, new ScenarioMarks(Marks, Scenarios), out var advice, out var missing), missing);
        return advice!;
    }
}
