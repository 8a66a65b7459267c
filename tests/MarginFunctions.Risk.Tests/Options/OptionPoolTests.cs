using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Stress;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Options;

/// <summary>Options inside pools: what they are worth there and what they must hold.</summary>
public sealed class OptionPoolTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 12, 25, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Expiry.AddDays(-30);
    private static readonly RiskParameters Parameters = OptionGiven.Parameters(Expiry);

    [Fact]
    public void An_option_is_worth_what_Black_makes_of_its_marks_and_the_time_left()
    {
        var margin = Assess([Option("BTC-60000-C", 2)], Marks(60_000, 0.6m));

        var unit = Black76.Evaluate(60_000, 60_000, 0.6, 30 / 365d, isCall: true).Value;
        Assert.Equal(10_000 + 2 * decimal.Round((decimal)unit, 8), margin.Equity);
        Assert.Equal((0m, 0m), (margin.Initial, margin.Maintenance));
    }

    [Theory]
    [InlineData("a call in the money at expiry is its intrinsic value", "BTC-50000-C", 0, 10_000)]
    [InlineData("a call out of the money has lapsed", "BTC-70000-C", 0, 0)]
    [InlineData("a put in the money at expiry", "BTC-70000-P", 0, 10_000)]
    [InlineData("after expiry nothing changes any more", "BTC-70000-P", 5, 10_000)]
    public void At_expiry_an_option_is_worth_its_intrinsic_value(string sentence, string option, int daysAfter, decimal value)
    {
        var margin = Assess([Option(option, 1)], Marks(60_000, 0.6m, Expiry.AddDays(daysAfter)));
        Assert.True(margin.Equity == 10_000 + value, $"{sentence}: {margin.Equity}");
    }

    [Fact]
    public void What_a_long_position_has_a_short_one_owes_to_the_last_place()
    {
        var marks = Marks(61_234.56m, 0.5731m);
        var longer = Assess([Option("BTC-60000-P", 0.37m)], marks).Equity - 10_000;
        var shorter = Assess([Option("BTC-60000-P", -0.37m)], marks).Equity - 10_000;

        // Each is rounded down once.
        Assert.InRange(longer + shorter, -0.00000001m, 0);
        Assert.True(longer > 0);
    }

    [Theory]
    [InlineData("at the money, 15 % of 60,000 each, and 7.5 %", "BTC-60000-C", -2, 18_000, 9_000)]
    [InlineData("10,000 out of the money of 60,000: the floor, 10 %", "BTC-70000-C", -1, 6_000, 4_500)]
    [InlineData("a put in the money", "BTC-70000-P", -1, 9_000, 4_500)]
    [InlineData("a long one needs nothing", "BTC-70000-P", 1, 0, 0)]
    public void A_short_option_holds_what_the_formulas_ask_beyond_its_mark(string sentence, string option, decimal quantity, decimal initial, decimal maintenance)
    {
        var margin = Assess([Option(option, quantity)], Marks(60_000, 0.6m));
        Assert.True((margin.Initial, margin.Maintenance) == (initial, maintenance), $"{sentence}: {margin}");
    }

    [Fact]
    public void Equity_less_requirement_is_the_published_condition_cash_less_formula_with_mark() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        var marks = Marks(random.Next(20_000, 120_000), 0.1m + random.Next(200) / 100m);
        var option = OptionGiven.Symbols[random.Next(OptionGiven.Symbols.Count)];
        var contract = Parameters.FindOption(option)!;
        var quantity = -random.Next(1, 50) / 10m;
        var resolved = Pool([Option(option, quantity)]);
        Assert.True(marks.TryPrice(resolved.Options[0], out var price, out _));
        var published = contract.Margin.Requirement(
            quantity, contract.Type == OptionType.Call, contract.Strike, marks.Find(resolved.Options[0].Forward)!.Value, price, SettlementKind.Linear);

        var margin = Given.Assess(resolved, marks);

        Assert.InRange(margin.Equity - margin.Maintenance - (10_000 - published.Maintenance), -0.00000002m, 0.00000002m);
        Assert.InRange(margin.Equity - margin.Initial - (10_000 - published.Initial), -0.00000002m, 0.00000002m);
    });

    [Fact]
    public void A_call_held_against_a_put_sold_is_a_future_at_the_strike() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        var forward = random.Next(20_000, 120_000);
        var margin = Assess([Option("BTC-60000-C", 1), Option("BTC-60000-P", -1)], Marks(forward, 0.1m + random.Next(200) / 100m));
        Assert.InRange(margin.Equity - 10_000 - (forward - 60_000), -0.00000002m, 0.00000001m);
    });

    [Theory]
    [InlineData("no forward", null, "0.6", true, "BTC-FUT")]
    [InlineData("no volatility", "60000", null, true, "BTC-IV")]
    [InlineData("no moment to value it for", "60000", "0.6", false, "BTC-60000-C")]
    public void Without_what_it_depends_on_an_option_has_no_value(string sentence, string? forward, string? volatility, bool hasMoment, string missing)
    {
        var prices = new Dictionary<string, decimal>();
        if (forward is not null)
        {
            prices.Add("BTC-FUT", decimal.Parse(forward, System.Globalization.CultureInfo.InvariantCulture));
        }

        if (volatility is not null)
        {
            prices.Add("BTC-IV", decimal.Parse(volatility, System.Globalization.CultureInfo.InvariantCulture));
        }

        var marks = MarkSet.Of(Parameters, prices, hasMoment ? Now : null);
        Assert.False(PoolAssessor.TryAssess(Pool([Option("BTC-60000-C", 1)]), marks, out _, out var named));
        Assert.True(named == missing, $"{sentence}: {named}");
    }

    [Fact]
    public void Coin_settled_options_are_the_same_money_as_linear_ones()
    {
        var marks = Marks(61_000, 0.7m);
        Assert.Equal(Assess([Option("BTC-60000-C", -3)], marks), Assess([Option("BTCI-60000-C", -3)], marks));
    }

    [Fact]
    public void An_isolated_coin_settled_option_has_its_margin_in_coin_at_the_forward()
    {
        var position = new Position("BTCI-60000-C", -1, 4_000, MarginMode.Isolated, 0.2m);
        var pool = ResolvedPortfolio.Resolve(new Portfolio([position], []), Parameters).Pools[1];

        var marks = Marks(60_000, 0.6m);
        Assert.True(marks.TryPrice(pool.Options[0], out var price, out _));
        Assert.Equal(0.2m * 60_000 - price, Given.Assess(pool, marks).Equity);
    }

    [Fact]
    public void Stress_moves_the_forward_and_leaves_a_volatility_that_it_does_not_name()
    {
        var pool = Pool([Option("BTC-60000-P", -1)]);
        var marks = Marks(60_000, 0.6m);

        var stress = StressTest.Run(pool, marks);

        var before = Black76.Evaluate(60_000, 60_000, 0.6, 30 / 365d, isCall: false).Value;
        var after = Black76.Evaluate(42_000, 60_000, 0.6, 30 / 365d, isCall: false).Value;
        Assert.Equal("crash", stress.Scenario);
        Assert.Equal(after - before, (double)stress.Loss, 1e-6);
    }

    [Fact]
    public void The_liquidation_price_of_a_pool_with_options_is_where_equity_is_maintenance()
    {
        var pool = Given.CrossPool(Parameters, [new Position("BTC-FUT", 1, 60_000), Option("BTC-60000-C", -2)], ("USDT", 22_000));
        var marks = Marks(60_000, 0.6m);

        var trouble = TroublePrices.Find(pool, 0, marks);
        Assert.Equal(trouble, Assert.Single(TroublePrices.FindAll(pool, marks)));

        // One future hedges half of two calls: the pool dies upwards.
        var there = Given.Assess(pool, Marks(trouble.Liquidation!.Value, 0.6m));
        Assert.InRange(trouble.Liquidation.Value, 60_000, 70_000);
        Assert.InRange(there.Equity - there.Maintenance, -0.01m, 0.01m);
        Assert.InRange(Given.Assess(pool, Marks(trouble.Bankruptcy!.Value, 0.6m)).Equity, -0.01m, 0.01m);
    }

    private static Position Option(string symbol, decimal quantity) => new(symbol, quantity, 1);

    private static MarkSet Marks(decimal forward, decimal volatility, DateTimeOffset? at = null) =>
        MarkSet.Of(Parameters, new Dictionary<string, decimal> { ["BTC-FUT"] = forward, ["BTC-IV"] = volatility }, at ?? Now);

    private static ResolvedPool Pool(IReadOnlyList<Position> positions) => Given.CrossPool(Parameters, positions, ("USDT", 10_000));

    private static MarginPosition Assess(IReadOnlyList<Position> positions, MarkSet marks) => Given.Assess(Pool(positions), marks);
}
