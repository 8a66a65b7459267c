using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Liquidation;

public sealed class LiquidationPlannerTests
{
    private static readonly RiskParameters Two = Given.Parameters(
        [Given.Linear("A", Given.Tiers((0, 0.2m, 0.1m))), Given.Linear("B", Given.Tiers((0, 0.2m, 0.05m)))],
        [Given.Usdt, Given.Coin("LOW", "LOW-USD", null, (0, 0.02m)), Given.Coin("HIGH", "HIGH-USD", null, (0, 0.2m))]);

    private static readonly MarkSet TwoMarks = Given.Marks(Two, ("A", 100), ("B", 100), ("LOW-USD", 10), ("HIGH-USD", 10));

    [Fact]
    public void What_frees_most_per_unit_of_cost_is_closed()
    {
        // 10 of each at 100: MM = 100 + 50. A frees 10 a contract at a cost of 1, B 5 at a cost of 0.2: 25 per unit against 10.
        var terms = Closing.Terms(0, 0, 1, ("A", 0.01m, 1, 0), ("B", 0.002m, 1, 0));
        var plan = Closing.Plan(Given.CrossPool(Two, [Given.Position("A", 10, 100), Given.Position("B", -10, 100)], ("USDT", 140)), TwoMarks, terms);

        // 10 missing: each B adds 4.8.
        var order = Assert.Single(plan.Orders);
        Assert.Equal(("B", LegKind.Position, 3m, 100m), (order.Name, order.Kind, order.Trade, order.Price));
        Assert.Equal((new OrderCost(300, 0, 0, 0.6m), 15m), (order.Cost, order.Freed));
        Assert.Equal((LiquidationOutcome.Partial, new MarginPosition(139.4m, 340, 135)), (plan.Outcome, plan.After));
        Assert.True(plan.IsRestored);
    }

    [Fact]
    public void A_pool_at_its_level_keeps_everything()
    {
        var plan = Closing.Plan(Given.CrossPool(Two, [Given.Position("A", 10, 100)], ("USDT", 100)), TwoMarks, Closing.Terms(0, 0, 1, ("A", 0, 1, 0)));
        Assert.Equal((LiquidationOutcome.None, 0, plan.Before), (plan.Outcome, plan.Orders.Count, plan.After));
    }

    [Fact]
    public void A_bankrupt_pool_is_closed_entirely_and_what_is_left_over_is_named()
    {
        var plan = Closing.Plan(Given.CrossPool(Two, [Given.Position("A", 10, 110), Given.Position("B", -1, 100)], ("USDT", 60)), TwoMarks, Closing.Terms(0.01m, 0, 1, ("A", 0, 1, 0), ("B", 0, 1, 0)));
        Assert.Equal(LiquidationOutcome.Full, plan.Outcome);
        Assert.Equal([("A", -10m), ("B", 1m)], Closing.Trades(plan));

        // 60 − 100, and 1 % of 1,100.
        Assert.Equal((51m, false), (plan.Uncovered, plan.IsRestored));

        // Equity is gone already: at 104 it would not be.
        Assert.Equal(104, plan.Orders[0].Limit);
    }

    [Fact]
    public void Collateral_is_sold_last_and_by_haircut()
    {
        // Positions cannot help: 20 coins count 160 and 196, the loss is 380.
        var terms = Closing.Terms(0, 0, 1, ("A", 0, 1, 0), ("LOW", 0.001m, 1, 0), ("HIGH", 0.001m, 1, 0));
        var plan = Closing.Plan(Given.CrossPool(Two, [Given.Position("A", 10, 138)], ("LOW", 20), ("HIGH", 20)), TwoMarks, terms);
        Assert.Equal(LiquidationOutcome.Full, plan.Outcome);
        Assert.Equal(["A", "HIGH", "LOW"], plan.Orders.Select(o => o.Name));

        // A coin brings 10 − 0.01. HIGH pays 199.8 of the debt, and 19 LOW pay 189.81 of the 180.2 that are left: the other LOW counts 9.8.
        Assert.Equal([-10m, -20, -19], plan.Orders.Select(o => o.Trade));
        Assert.Equal(9.61m + 9.8m, plan.After.Equity);
        Assert.True(plan.IsRestored);
    }

    [Theory]
    [InlineData("equity equal to zero keeps everything", 475, 0, 0)] // 10 coins count 475
    [InlineData("enough is sold for all of the debt, with its costs", 480, 9.7, 16.825)] // 9.7·49.75 − 480 = 2.575, and 0.3·47.5
    [InlineData("a debt that all of it just pays", 497.5, 10, 0)]
    [InlineData("what it does not pay is for others to cover", 500, 10, -2.5)]
    public void Without_positions_collateral_is_sold_for_the_whole_debt_at_once(string rule, double debt, double sold, double equity)
    {
        var parameters = Given.Parameters([], [Given.Usdt, Given.Coin("COIN", "COIN-USD", null, (0, 0.05m))]);
        var terms = Closing.Terms(0.002m, 0.001m, 1, ("COIN", 0.002m, 0.1m, 0));
        var plan = Closing.Plan(Given.CrossPool(parameters, [], ("USDT", -(decimal)debt), ("COIN", 10)), Given.Marks(parameters, ("COIN-USD", 50)), terms);
        Assert.True(plan.Orders.Sum(o => -o.Trade) == (decimal)sold, $"{rule}: {plan}");
        Assert.True(plan.After.Equity == (decimal)equity, $"{rule}: {plan.After}");
    }

    [Fact]
    public void Coin_that_is_owed_is_part_of_the_debt()
    {
        // 100 of cash against 30 LOW: 200 are owed. HIGH brings 9.99 a coin.
        var terms = Closing.Terms(0, 0, 1, ("LOW", 0, 1, 0), ("HIGH", 0.001m, 1, 0));
        var plan = Closing.Plan(Given.CrossPool(Two, [], ("USDT", 100), ("LOW", -30), ("HIGH", 22)), TwoMarks, terms);
        Assert.Equal([("HIGH", -21m)], Closing.Trades(plan));
        Assert.Equal(100 + 209.79m - 300 + 8, plan.After.Equity);
    }

    [Fact]
    public void A_limit_is_where_equity_is_zero()
    {
        // Loses 10 a unit of price: 95 in cash is gone 9.5 below.
        var plan = Closing.Plan(Given.CrossPool(Two, [Given.Position("A", 10, 100)], ("USDT", 95)), TwoMarks, Closing.Terms(0, 0, 1, ("A", 0, 0.1m, 0)));
        Assert.Equal((-0.5m, 90.5m), (plan.Orders[0].Trade, plan.Orders[0].Limit));
    }

    [Fact]
    public void An_isolated_position_is_closed_alone()
    {
        var portfolio = Given.Portfolio([Given.Position("A", 10, 100), Given.Isolated("B", 10, 100, 40)], ("USDT", 1_000));
        var pools = ResolvedPortfolio.Resolve(portfolio, Two).Pools;
        var terms = Closing.Terms(0, 0, 1, ("A", 0, 1, 0), ("B", 0, 1, 0));
        Assert.Equal(LiquidationOutcome.None, Closing.Plan(pools[0], TwoMarks, terms).Outcome);

        // MM 50, E 40: two contracts free 10.
        Assert.Equal([("B", -2m)], Closing.Trades(Closing.Plan(pools[1], TwoMarks, terms)));
    }

    [Fact]
    public void A_missing_mark_is_no_plan()
    {
        var pool = Given.CrossPool(Two, [Given.Position("A", 10, 100)]);
        Assert.False(LiquidationPlanner.TryPlan(pool, Given.Marks(Two, ("B", 100)), Closing.Terms(), out var plan, out var missing));
        Assert.Equal((null, "A"), (plan, missing));
    }

    [Fact]
    public void A_hedge_is_left_alone_in_portfolio_mode()
    {
        var parameters = PortfolioParameters(Models.Of());

        // Long 10 against short 8 on one underlying, 2 of another: closing the short would need more margin.
        var portfolio = new Portfolio([new("F1", 10, 100), new("F2", -8, 100), new("G", 1, 100)], [new("USDT", 30)], AccountMode.Portfolio);
        var marks = MarkSet.Of(parameters, Prices(("F1", 100), ("F2", 100), ("G", 100)), Models.Now);
        var terms = Closing.Terms(0.001m, 0, 1, ("F1", 0, 0.1m, 0), ("F2", 0, 0.1m, 0), ("G", 0, 0.1m, 0));
        var plan = Closing.Plan(ResolvedPortfolio.Resolve(portfolio, parameters).Pools[0], marks, terms);
        Assert.DoesNotContain(plan.Orders, o => o.Name == "F2");
        Assert.True(plan.IsRestored);
        Assert.Equal(LiquidationOutcome.Partial, plan.Outcome);
    }

    [Fact]
    public void Hedges_that_no_single_order_can_leave_are_left_together()
    {
        // A flat book whose requirement is what closing it is assumed to cost: either leg alone opens a risk of 16 %.
        var parameters = PortfolioParameters(Models.Of(charges: Risk.Scenarios.PortfolioCharges.None with { Liquidity = new(0.02m, 0, isFloor: false, Models.Once) }));
        var portfolio = new Portfolio([new("F1", 10, 100), new("F2", -10, 100)], [new("USDT", 30)], AccountMode.Portfolio);
        var marks = MarkSet.Of(parameters, Prices(("F1", 100), ("F2", 100)), Models.Now);
        var plan = Closing.Plan(ResolvedPortfolio.Resolve(portfolio, parameters).Pools[0], marks, Closing.Terms(0.001m, 0, 1, ("F1", 0, 0.1m, 0), ("F2", 0, 0.1m, 0)));

        // 40 needed, 30 there; a contract of each frees 4 and costs 0.2.
        Assert.Equal(LiquidationOutcome.Partial, plan.Outcome);
        Assert.Equal([("F1", -2.7m), ("F2", 2.7m)], Closing.Trades(plan));
    }

    [Fact]
    public void A_short_option_is_bought_back_and_its_limit_is_its_value_where_equity_is_zero()
    {
        var call = Models.Option("C", 60_000, OptionType.Call, Models.Now.AddDays(30));
        var parameters = Models.Parameters([], [call]);
        var marks = Models.Marks(parameters, ("BTC-USD", 60_000), ("BTC-VOL", 0.6m));
        var alone = Given.CrossPool(parameters, [Given.Position("C", -2, 1)]);
        var bare = Given.Assess(alone, marks);
        var pool = Given.CrossPool(parameters, [Given.Position("C", -2, 1)], ("USDT", bare.Maintenance * 0.9m - bare.Equity));
        var plan = Closing.Plan(pool, marks, Closing.Terms(0.0005m, 0, 1, ("C", 0.001m, 0.1m, 0)));
        var order = Assert.Single(plan.Orders);
        Assert.Equal((LegKind.Option, 0.3m), (order.Kind, order.Trade));

        // Two calls may become dearer by what equity there is.
        Assert.Equal((double)(order.Price + plan.Before.Equity / 2), (double)order.Limit!.Value, 1e-6);
    }

    private static RiskParameters PortfolioParameters(Risk.Scenarios.PortfolioMarginModel model) => new(
        "v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default,
        [Given.Linear("F1", Given.FivePercent, "U"), Given.Linear("F2", Given.FivePercent, "U"), Given.Linear("G", Given.FivePercent, "V")], [Given.Usdt], [], [], model);

    private static IEnumerable<KeyValuePair<string, decimal>> Prices(params (string Symbol, decimal Price)[] prices) => prices.Select(p => KeyValuePair.Create(p.Symbol, p.Price));
}
