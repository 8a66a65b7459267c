using MarginFunctions.Local.Backtest;
using MarginFunctions.Local.Calc;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Portfolios;
using Xunit;

namespace MarginFunctions.Local.Tests.Backtest;

public sealed class RolledRequirementTests
{
    private static readonly BacktestRun Run = GivenHistory.Run(GivenHistory.Moves(lastBtc: -0.12m, lastEth: 0.05m), Account());

    [Theory]
    [InlineData("long BTC-PERP", "tieredInitial", 900)] // 1 % of 100,000 less 100
    [InlineData("short BTC-PERP", "tieredMaintenance", 450)] // 0.5 % less 50
    [InlineData("pair BTC-PERP ETH-PERP", "tieredInitial", 1_032)] // 1 % of 50,000 less 100, and 1.33 % of 50,000 less 33
    [InlineData("long BTC-PERP", "historicalVar", 10_000)] // the worst of twenty returns
    [InlineData("long BTC-PERP", "historicalEs", 10_000)] // and all of the tail
    [InlineData("short BTC-PERP", "historicalVar", 1_000)] // up 1 %
    [InlineData("long BTC-INV-PERP", "historicalVar", 10_000)] // the same in coin: notional times return
    [InlineData("long ETH-PERP", "historicalVar", 1_960.78431373)] // down by 1 part in 51
    [InlineData("long all", "historicalVar", 5_980.39215687)] // half of each, on the same day: 10 % of 50,000 and 1 part in 51
    [InlineData("pair BTC-PERP ETH-PERP", "historicalVar", 4_019.60784314)] // of which the short half wins the second
    public void Requirements_worked_out_by_hand(string subject, string model, decimal amount) =>
        Assert.Equal(amount, decimal.Round(Run.Requirement(subject, model), 8), 7);

    [Theory]
    [InlineData("long BTC-PERP", 12_000)]
    [InlineData("short BTC-PERP", -12_000)]
    [InlineData("long BTC-INV-PERP", 12_000)]
    [InlineData("long all", 3_500)] // 12 % of 50,000 less 5 % of 50,000
    [InlineData("pair BTC-PERP ETH-PERP", 8_500)] // both lose
    public void Losses_worked_out_by_hand(string subject, decimal amount) => Assert.Equal(amount, Run.Loss(subject), 4);

    [Fact]
    public void A_dynamic_requirement_is_range_times_net_position_of_each_underlying()
    {
        var ranges = Run.History.RangesAt(20);
        Assert.Equal(100_000 * ranges["BTC-USD"], Run.Requirement("short BTC-PERP", "dynamicRange"), 7);
        Assert.Equal(50_000 * (ranges["BTC-USD"] + ranges["ETH-USD"]), Run.Requirement("pair BTC-PERP ETH-PERP", "dynamicRange"), 7);

        // Long 2 BTC by the perpetual, short 1 by the future: one is left.
        var (btc, _) = GivenHistory.Moves(0, 0).ElementAt(20);
        Assert.Equal(btc * ranges["BTC-USD"], Run.Requirement("A-1 cross", "dynamicRange"), 6);
    }

    [Fact]
    public void Portfolio_mode_is_rolled_where_the_parameters_have_a_model()
    {
        Assert.DoesNotContain(Run.Models, m => m.Key.StartsWith("portfolio", StringComparison.Ordinal));
        var run = GivenHistory.Run(GivenHistory.WithPortfolioMargin(), GivenHistory.Moves(-0.12m, 0.05m));
        Assert.Equal(15_000m, run.Requirement("long BTC-PERP", "portfolioMaintenance"), 4); // 15 % of 100,000
        Assert.Equal(18_750m, run.Requirement("short BTC-INV-PERP", "portfolioInitial"), 4); // 1.25 times as much
        Assert.Equal(15_000m, run.Requirement("pair BTC-PERP ETH-PERP", "portfolioMaintenance"), 4); // each half has its own worst
    }

    [Fact]
    public void Ranges_of_the_parameters_move_dynamic_and_portfolio_margin_and_what_they_do_not_name_stays()
    {
        var policy = new DynamicRangePolicy(TimeSpan.FromDays(5), TimeSpan.FromDays(1), 2, 0.01m, [new DynamicUnderlying("BTC-USD", 0.1m, 0.5m, 0.3m, 1)]);
        var run = GivenHistory.Run(GivenHistory.WithPortfolioMargin(policy), GivenHistory.Moves(-0.12m, 0.05m));
        var range = run.History.RangesAt(20)["BTC-USD"];
        Assert.InRange(range, 0.1m, 0.29m);
        Assert.Equal((0.3m, 0.15m), (run.History.RangesAt(0)["BTC-USD"], run.History.RangesAt(20)["ETH-USD"]));
        Assert.Equal(100_000 * range, run.Requirement("long BTC-PERP", "dynamicRange"), 4);
        Assert.Equal(100_000 * range, run.Requirement("long BTC-PERP", "portfolioMaintenance"), 4);
        Assert.Equal(15_000m, run.Requirement("long ETH-PERP", "portfolioMaintenance"), 4);
        Assert.True(run.Report.RangesAreStated);
    }

    [Fact]
    public void An_account_loses_what_its_positions_and_its_counted_collateral_lose()
    {
        // One BTC net falls 12 %; 10 ETH, counted at 93 %, rise 5 %.
        var (btc, eth) = GivenHistory.Moves(0, 0).ElementAt(20);
        Assert.Equal(0.12m * btc - 0.93m * 10 * 0.05m * eth, Run.Loss("A-1 cross"), 4);

        // The isolated position by itself: 100 contracts of 10 USD, short, in a rise of 5 %.
        Assert.Equal(50m, Run.Loss("A-1 ETH-INV-PERP"), 6);
    }

    [Fact]
    public void A_loss_that_equals_the_requirement_is_no_breach()
    {
        var rolled = new RolledSubject(Run.Rolled[0].Subject, [1, 1], [5, 5.00000001m], [[5, 5]]);
        Assert.False(rolled.IsBreach(0, 0));
        Assert.True(rolled.IsBreach(0, 1));
    }

    [Fact]
    public void A_longer_horizon_reads_every_so_many_prices_and_no_others()
    {
        var ticks = GivenHistory.Ticks(Enumerable.Range(1, 50).Select(n => ((decimal)n, 1m)), TimeSpan.FromHours(6)).ToList();
        ticks.RemoveAt(3); // between two points
        var grid = PriceGrid.Of("file", ticks, ["BTC-USD"], TimeSpan.FromDays(1));
        Assert.Equal([1m, 5, 9, 13], Enumerable.Range(0, 4).Select(n => grid.Price(0, n)));
        Assert.Equal((13, GivenHistory.Start.AddDays(12)), (grid.Times.Count, grid.Times[^1]));
    }

    private static CalcAccount Account() => new("A-1", new Portfolio(
        [new Position("BTC-PERP", 2, 1), new Position("BTC-29MAR30", -1, 1), new Position("ETH-INV-PERP", -100, 1, MarginMode.Isolated, 1)],
        [new CollateralHolding("ETH", 10), new CollateralHolding("USDT", 1_000_000)]));
}
