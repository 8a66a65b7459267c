using FsCheck;
using FsCheck.Fluent;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

public sealed class PortfolioMarginProperties
{
    private static Gen<ScenarioBook> Books => Gen.Choose(0, int.MaxValue - 1).Select(seed => new ScenarioBook(seed, seed % 40));

    [Fact]
    public void No_requirement_is_negative_and_initial_covers_maintenance() => Always.Holds(Books, book =>
    {
        var requirement = Models.Assess(book.Pool, book.Marks, book.Model);
        Assert.True(requirement.Maintenance >= 0 && requirement.Initial >= requirement.Maintenance, $"{requirement.Initial}, {requirement.Maintenance}");
    });

    [Fact]
    public void A_grid_with_more_scenarios_never_asks_for_less() => Always.Holds(Books, book =>
    {
        MarginScenario[] fewer = [.. book.Model.Scenarios.Where((s, j) => j % 3 != book.Positions.Length % 3 || s.Name.StartsWith("2/4 0", StringComparison.Ordinal) || s.Name.StartsWith("-2/4 0", StringComparison.Ordinal))];
        var smaller = book.With(fewer, book.Model.Combination, book.Model.Charges, book.Model.Factors);
        var same = book.With(book.Model.Scenarios, book.Model.Combination, book.Model.Charges, book.Model.Factors);
        Assert.True(Models.Assess(book.Pool, book.Marks, smaller).Initial <= Models.Assess(book.Pool, book.Marks, same).Initial);
    });

    [Fact]
    public void A_wider_range_never_asks_less_of_futures() => Always.Holds(Books, book =>
    {
        var futures = Models.Pool(book.Parameters, [.. book.Positions.Where(p => book.Parameters.FindInstrument(p.Symbol) is not null)]);
        var model = Models.Of(Models.Grid, 0.1m);
        var wider = book.Marks.As(Models.Now, new RiskState(1, new Dictionary<string, decimal> { ["BTC-USD"] = 0.11m, ["ETH-USD"] = 0.3m }));
        Assert.True(Models.Assess(futures, book.Marks, model).Initial <= Models.Assess(futures, wider, model).Initial);
    });

    [Fact]
    public void Joint_losses_are_never_more_than_separate_ones() => Always.Holds(Books, book =>
    {
        var offset = book.Positions.Length / 40m;
        var joint = book.With(book.Model.Scenarios, LossCombination.Joint(offset), PortfolioCharges.None, Models.Once);
        var separate = book.With(book.Model.Scenarios, LossCombination.Separate, PortfolioCharges.None, Models.Once);
        Assert.True(Models.Assess(book.Pool, book.Marks, joint).Initial <= Models.Assess(book.Pool, book.Marks, separate).Initial + 1e-7m);
    });

    [Fact]
    public void Two_books_together_never_need_more_than_apart() => Always.Holds(Books, book =>
    {
        // Where it holds: a worst loss, a sum of absolute deltas and sums over positions are subadditive; dampeners and concentration mean not to be, and haircuts and caps are of the account.
        var charges = new PortfolioCharges(new BasisCharge(0.075m, 0.01m, Models.Once), book.Model.Charges.ExpiryStress, new ShortOptionCharge(0.005m, false, Models.Once), null, new LiquidityCharge(0.004m, 0.003m, false, Models.Once), null, null, []);
        var model = book.With([.. book.Model.Scenarios.Where(s => s.Dampener == 0)], book.Model.Combination, charges, Models.Once);
        var one = Models.Pool(book.Parameters, book.Positions[..(book.Positions.Length / 2)]);
        var other = Models.Pool(book.Parameters, book.Positions[(book.Positions.Length / 2)..]);
        var together = Models.Assess(Models.Pool(book.Parameters, book.Positions), book.Marks, model).Initial;
        Assert.True(together <= (Models.Assess(one, book.Marks, model).Initial + Models.Assess(other, book.Marks, model).Initial) * 1.000000000001m + 1e-7m);
    });

    [Fact]
    public void Three_times_the_book_needs_three_times_the_margin() => Always.Holds(Books, book =>
    {
        var charges = book.Model.Charges with { Concentration = null, Liquidity = book.Model.Charges.Liquidity is { Tiers.Count: > 1 } ? null : book.Model.Charges.Liquidity };
        var model = book.With([.. book.Model.Scenarios.Where(s => s.Dampener == 0)], book.Model.Combination, charges, book.Model.Factors);
        var one = Models.Assess(Models.Pool(book.Parameters, book.Positions), book.Marks, model).Initial;
        var three = Models.Assess(Models.Pool(book.Parameters, [.. book.Positions.Select(p => (p.Symbol, 3 * p.Quantity))]), book.Marks, model).Initial;
        Assert.InRange(three - 3 * one, -3e-8m - three * 1e-12m, 1e-8m + three * 1e-12m);
    });

    [Fact]
    public void The_order_of_positions_does_not_matter() => Always.Holds(Books, book =>
    {
        var reversed = Models.Pool(book.Parameters, [.. book.Positions.Reverse()], [.. book.Collateral.Reverse()]);
        var (one, other) = (Models.Assess(book.Pool, book.Marks, book.Model).Initial, Models.Assess(reversed, book.Marks, book.Model).Initial);
        Assert.InRange(one - other, -1e-8m - one * 1e-12m, 1e-8m + one * 1e-12m);
    });

    [Fact]
    public void Arrays_kept_from_an_earlier_account_change_nothing() => Always.Holds(Books, book =>
    {
        // The rows that the first assessment left behind, against a set of marks that has none.
        var warm = Models.Assess(book.Pool, book.Marks, book.Model);
        var fresh = Models.Assess(book.Pool, book.Marks.As(Models.Now, RiskState.None), book.Model);
        Assert.Equal((warm.Initial, warm.Maintenance), (fresh.Initial, fresh.Maintenance));
    });

    [Fact]
    public void Equity_less_a_netted_scenario_is_what_the_pool_is_worth_there() => Always.Holds(Books, book =>
    {
        // One underlying, no charge: the least worth over the scenarios is equity less the requirement, wherever something is lost.
        var model = Models.Of(Models.Grid, 0.2m, collateral: CollateralTreatment.Netted);
        var quantity = decimal.Round(book.Positions.Length / 8m - 2.5m, 3);
        var pool = Models.Pool(book.Parameters, [("BTC-PERP", quantity)], ("BTC", 0.5m), ("USDT", 100_000));
        var perp = book.Marks.Find(book.Parameters.FindSymbol("BTC-PERP")!.Value)!.Value;
        var coin = 0.5m * book.Marks.Find(book.Parameters.FindSymbol("BTC-USD")!.Value)!.Value;
        var counted = book.Parameters.FindCollateral("BTC")!.CountedValue(coin);
        var worth = Models.Grid.Min(s => coin * (1 + 0.2m * s.Move) + quantity * perp * 0.2m * s.Move);
        Assert.InRange(counted - Models.Assess(pool, book.Marks, model).Initial - Math.Min(worth, counted), -1.1e-8m, 1e-12m);
    });

    [Fact]
    public void A_missing_mark_fails_by_name_and_never_counts_as_nothing() => Always.Holds(Books, book =>
    {
        var missing = book.Parameters.Symbols[book.Positions.Length % book.Parameters.Symbols.Count];
        var marks = MarkSet.Of(book.Parameters, book.Parameters.Symbols.Where(s => s != missing).Select(s => KeyValuePair.Create(s, book.Marks.Find(book.Parameters.FindSymbol(s)!.Value)!.Value)), Models.Now);
        var pool = book.Pool;
        if (PortfolioMargin.TryAssess(pool, marks, book.Model, out PortfolioRequirement? requirement, out var name))
        {
            Assert.Equal(Models.Assess(pool, book.Marks, book.Model).Initial, requirement.Initial);
        }
        else
        {
            Assert.Equal(missing, name);
        }
    });
}
