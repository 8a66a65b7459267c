using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Liquidation;

/// <summary>Plans of random accounts, each closed a second time by way of a new portfolio.</summary>
public sealed class LiquidationPlannerProperties
{
    // Quotients at 28 digits, and in portfolio mode sums of doubles in another order.
    private const decimal LastUnits = 0.0000001m;

    [Fact]
    public void Standard_accounts_are_restored_with_no_lot_too_many() => HoldForSeeds(
        seed =>
        {
            var book = RandomBook.OfManySymbols(seed);
            return Check(book.Portfolio, book.Parameters, book.Marks, seed);
        },
        count: 400,
        partial: 60);

    [Fact]
    public void Hedged_standard_accounts_are_too() => HoldForSeeds(
        seed =>
        {
            var book = RandomBook.OfTwoUnderlyings(seed);
            return Check(book.Portfolio, book.Parameters, book.Marks, seed);
        },
        count: 200,
        partial: 30);

    [Fact]
    public void Accounts_with_options_are_too() => HoldForSeeds(seed => Check(new RandomOptionBook(seed, null), seed), count: 150, partial: 30);

    [Fact]
    public void Accounts_in_portfolio_mode_are_too() =>
        HoldForSeeds(seed => Check(new RandomOptionBook(seed, BandModels.All[seed % BandModels.All.Count]), seed), count: 150, partial: 30);

    [Fact]
    public void Accounts_of_very_many_positions_are_too() => HoldForSeeds(
        seed =>
        {
            var random = new Random(seed);
            string[] names = [.. Enumerable.Range(0, 70 + random.Next(20)).Select(n => $"P{n:D2}")];
            var parameters = Given.Parameters([.. names.Select(n => Given.Linear(n, random.Next(2) == 0 ? Given.FivePercent : Given.Tiers((0, 0.02m, 0.01m), (400, 0.1m, 0.05m))))], [Given.Usdt]);
            var marks = Given.Marks(parameters, [.. names.Select(n => (n, 100m))]);
            Position[] positions = [.. names.Select(n => Given.Position(n, random.Next(1, 16) * (random.Next(2) * 2 - 1), 100))];
            var needed = Given.Assess(Given.CrossPool(parameters, positions), marks).Maintenance;
            return Check(new Portfolio(positions, [new CollateralHolding("USDT", needed * random.Next(20, 110) * 0.01m)]), parameters, marks, seed);
        },
        count: 20,
        partial: 10);

    // The book may state an instrument twice, where a hedge is the position that there is already.
    private static LiquidationOutcome Check(RandomOptionBook book, int seed) =>
        Check(book.Portfolio with { Positions = [.. book.Portfolio.Positions.DistinctBy(p => p.Instrument)] }, book.Parameters, book.Marks, seed);

    [Fact]
    public void One_position_is_closed_as_its_closed_form_says() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var parameters = Given.Parameters([Given.Linear("X", Given.BtcTiers, size: 0.1m)], [Given.Usdt]);
            var mark = decimal.Round((decimal)Math.Pow(10, 5 * random.NextDouble()), 2);
            var quantity = decimal.Round((decimal)Math.Pow(10, 5 * random.NextDouble()), 2) * (random.Next(2) * 2 - 1);
            var terms = Closing.Terms(random.Next(8) * 0.0005m, random.Next(3) * 0.0005m, 1 + random.Next(3) * 0.1m, ("X", random.Next(3) * 0.0005m, 0.01m, 0));
            var marks = Given.Marks(parameters, ("X", mark));
            var needed = Given.BtcTiers.Maintenance(Math.Abs(quantity) * 0.1m * mark);
            var pool = Given.CrossPool(parameters, [Given.Position("X", quantity, mark)], ("USDT", needed * random.Next(1, 12) * 0.1m));
            var plan = Closing.Plan(pool, marks, terms);
            var found = PositionReduction.Find(terms.RestoreLevel * plan.Before.Maintenance - plan.Before.Equity, pool.Positions[0], mark, terms);

            // The plan rounds fees and requirement up at 8 places, which may take one lot more, or the last unit of equity where all of it goes in costs.
            Assert.InRange(plan.Orders.Sum(o => Math.Abs(o.Trade)), found.Size, found.Size + 0.01m);
            Assert.True(found.Restores == plan.IsRestored || plan.Uncovered is > 0 and < LastUnits, $"{seed}: {found} {plan}");
        },
        count: 1_000);

    [Fact]
    public void No_combination_of_lots_is_cheaper_by_more_than_a_lot_of_each() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            string[] names = ["A", "B", "C"];
            var parameters = Given.Parameters(
                [.. names.Select(n => Given.Linear(n, random.Next(2) == 0 ? Given.FivePercent : Given.Tiers((0, 0.02m, 0.01m), (400, 0.1m, 0.05m), (1_200, 0.3m, 0.1m))))], [Given.Usdt]);
            var marks = Given.Marks(parameters, ("A", 100), ("B", 100), ("C", 100));
            var terms = Closing.Terms(0.001m, 0, 1, [.. names.Select(n => (n, random.Next(1, 20) * 0.0005m, 1m, 0m))]);
            Position[] positions = [.. names.Select(n => Given.Position(n, random.Next(1, 16) * (random.Next(2) * 2 - 1), 100))];
            var needed = Given.Assess(Given.CrossPool(parameters, positions), marks).Maintenance;
            var pool = Given.CrossPool(parameters, positions, ("USDT", needed * random.Next(30, 100) * 0.01m));
            var plan = Closing.Plan(pool, marks, terms);
            if (!plan.IsRestored)
            {
                return;
            }

            decimal Cost(string name, decimal lots) => lots * 100 * (0.001m + terms.MarketOf(name).Impact);
            decimal Needs(int n, decimal lots) => parameters.Instruments[n].Tiers.Maintenance((Math.Abs(positions[n].Quantity) - lots) * 100);
            var cheapest = decimal.MaxValue;
            for (var a = 0m; a <= Math.Abs(positions[0].Quantity); a++)
            {
                for (var b = 0m; b <= Math.Abs(positions[1].Quantity); b++)
                {
                    for (var c = 0m; c <= Math.Abs(positions[2].Quantity); c++)
                    {
                        var cost = Cost("A", a) + Cost("B", b) + Cost("C", c);
                        if (plan.Before.Equity - cost >= Needs(0, a) + Needs(1, b) + Needs(2, c))
                        {
                            cheapest = Math.Min(cheapest, cost);
                        }
                    }
                }
            }

            Assert.InRange(plan.Cost, cheapest, cheapest + names.Sum(n => Cost(n, 1)));
        },
        count: 200);

    private static LiquidationOutcome Check(Portfolio given, RiskParameters parameters, MarkSet marks, int seed)
    {
        var portfolio = Stressed(given, parameters, marks, seed);
        var terms = Closing.RandomTerms(seed, portfolio);
        var plan = Closing.Plan(ResolvedPortfolio.Resolve(portfolio, parameters).Pools[0], marks, terms);
        var trades = Closing.Trades(plan);
        var held = portfolio.Positions.Where(p => p.Mode == MarginMode.Cross).Select(p => (p.Instrument, p.Quantity)).Concat(portfolio.Collateral.Select(c => (c.Asset, c.Quantity))).ToDictionary();
        Assert.All(trades, t => Assert.True(Math.Sign(t.Trade) == -Math.Sign(held[t.Name]) && Math.Abs(t.Trade) <= Math.Abs(held[t.Name]), $"{seed}: {t}"));

        // The evidence adds up, and another way of closing finds the same.
        var after = Closing.After(portfolio, parameters, marks, terms, trades);
        Assert.True(Math.Abs(after.Equity - plan.After.Equity) <= LastUnits && Math.Abs(after.Maintenance - plan.After.Maintenance) <= LastUnits, $"{seed}: {after} {plan.After}");
        Assert.Equal(plan.Before.Maintenance - plan.After.Maintenance, plan.Orders.Sum(o => o.Freed));
        if (plan.Orders.All(o => o.Kind != LegKind.Collateral))
        {
            Assert.True(Math.Abs(plan.Before.Equity - plan.Cost - plan.After.Equity) <= LastUnits, $"{seed}: {plan}");
        }

        if (plan.Outcome == LiquidationOutcome.Full && !plan.IsRestored)
        {
            Assert.Equal(held.Count(h => portfolio.Positions.Any(p => p.Instrument == h.Key)), plan.Orders.Count(o => o.Kind != LegKind.Collateral));
        }
        else
        {
            Assert.True(plan.IsRestored, $"{seed}: {plan}");
            CheckOneLotLess(portfolio, parameters, marks, terms, plan, held, seed);
        }

        CheckSales(portfolio, plan, held, seed);
        var shuffled = Shuffled(portfolio, seed);
        var again = Closing.Plan(ResolvedPortfolio.Resolve(shuffled, parameters).Pools[0], marks, terms);
        Assert.Equal(plan.Orders.Select(o => o with { Limit = null }), again.Orders.Select(o => o with { Limit = null }));
        Assert.Equal((plan.Outcome, plan.Before, plan.After), (again.Outcome, again.Before, again.After));
        return plan.Outcome;
    }

    /// <summary>A property of the plans of many books, and that enough of them were partial for it to mean something.</summary>
    private static void HoldForSeeds(Func<int, LiquidationOutcome> check, int count, int partial)
    {
        var found = new List<LiquidationOutcome>();
        Always.HoldsForSeeds(seed => found.Add(check(seed)), count);
        Assert.True(found.Count(o => o == LiquidationOutcome.Partial) >= partial, string.Join(", ", found.CountBy(o => o)));
    }

    /// <summary>The same account with cash added or taken away, so that equity is from −0.3 to 1.2 of maintenance.</summary>
    private static Portfolio Stressed(Portfolio portfolio, RiskParameters parameters, MarkSet marks, int seed)
    {
        var now = Given.Assess(ResolvedPortfolio.Resolve(portfolio, parameters).Pools[0], marks);
        var cash = decimal.Round(now.Maintenance * (new Random(seed).Next(-30, 120) * 0.01m) - now.Equity, 8);
        return portfolio with { Collateral = [.. portfolio.Collateral.Select(c => c.Asset == "USDT" ? c with { Quantity = c.Quantity + cash } : c)] };
    }

    private static void CheckOneLotLess(
        Portfolio portfolio, RiskParameters parameters, MarkSet marks, LiquidationTerms terms, LiquidationPlan plan, Dictionary<string, decimal> held, int seed)
    {
        var sells = plan.Orders.Any(o => o.Kind == LegKind.Collateral);

        // Where collateral is sold nothing else is left, and of the last sale one lot less would leave a debt.
        for (var n = sells ? plan.Orders.Count - 1 : 0; n < plan.Orders.Count; n++)
        {
            var order = plan.Orders[n];
            var market = terms.MarketOf(order.Name);
            var size = Math.Abs(order.Trade);
            var whole = size == Math.Abs(held[order.Name]) && size % market.Lot != 0 ? decimal.Floor(size / market.Lot) * market.Lot : size - market.Lot;
            var less = whole < market.MinimumSize ? 0 : whole;
            var trades = Closing.Trades(plan).ToArray();
            trades[n].Trade = order.Trade < 0 ? -less : less;
            trades = [.. trades.Where(t => t.Trade != 0)];
            if (sells)
            {
                Assert.True(Closing.DebtAfter(portfolio, parameters, marks, terms, trades) > -LastUnits, $"{seed}: {order} can be {less}");
                continue;
            }

            var after = Closing.After(portfolio, parameters, marks, terms, trades);
            Assert.True(after.Equity - terms.RestoreLevel * after.Maintenance < LastUnits, $"{seed}: {order} can be {less}: {after}");
        }
    }

    /// <summary>Collateral is sold when all positions are closed, one holding after the other, and the last as far as it must.</summary>
    private static void CheckSales(Portfolio portfolio, LiquidationPlan plan, Dictionary<string, decimal> held, int seed)
    {
        var sales = plan.Orders.Where(o => o.Kind == LegKind.Collateral).ToList();
        if (sales.Count > 0)
        {
            Assert.All(sales.SkipLast(1), sale => Assert.True(-sale.Trade == held[sale.Name], $"{seed}: {sale} before {sales[^1]}"));
            Assert.All(
                portfolio.Positions.Where(p => p.Mode == MarginMode.Cross), p => Assert.True(plan.Orders.Any(o => o.Name == p.Instrument && o.Trade == -p.Quantity), $"{seed}: {p} is left"));
        }
    }

    private static Portfolio Shuffled(Portfolio portfolio, int seed)
    {
        var random = new Random(seed);
        return portfolio with { Positions = [.. portfolio.Positions.OrderBy(_ => random.Next())], Collateral = [.. portfolio.Collateral.OrderBy(_ => random.Next())] };
    }
}
