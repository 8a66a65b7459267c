using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Stress;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Stress;

public sealed class UncoveredLossTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), Given.Inverse("BTCUSD", Given.FivePercent, "BTC-USD", size: 100)],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.1m)), Given.Coin("USDC", "USDC-USD", null, (0, 0))]);

    private static readonly MarkSet Marks = Given.Marks(Parameters, ("BTC-PERP", 10_000), ("BTCUSD", 10_000), ("BTC-USD", 10_000), ("USDC-USD", 1));

    [Theory]
    [InlineData("what is held covers it: 2,000 + 1,000 of profit − 2,000", "BTC-PERP", 1, 2_000, 0, 0)]
    [InlineData("1,500 + 1,000 − 2,000 is 500 left; not a loss", "BTC-PERP", 1, 1_500, 0, 0)]
    [InlineData("500 + 1,000 − 2,000", "BTC-PERP", 1, 500, 0, 500)]
    [InlineData("coins count at the fallen price: 1,000 + 0.1·8,000·90 % − 2,000", "BTC-PERP", 1, 0, 0.1, 280)]
    [InlineData("an inverse long of 90·100 entered at 9,000, at 8,000: 9,000·(8,000 − 9,000)/9,000 = −1,000", "BTCUSD", 90, 300, 0, 700)]
    public void Of_a_fall_of_20_percent(string sum, string instrument, decimal quantity, decimal usdt, decimal btc, decimal loss)
    {
        var pool = Given.CrossPool(Parameters, [Given.Position(instrument, quantity, 9_000)], ("USDT", usdt), ("BTC", btc));

        var uncovered = UncoveredLoss.Of(pool, StressedMarks.Of(Marks, Scenario(-0.2m)));

        Assert.True(loss == uncovered, $"{sum}: {uncovered}");
    }

    [Fact]
    public void It_is_rounded_up()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 0.0000000000001m, 9_000)], ("USDT", -0.0000000005m));

        Assert.Equal(0.00000001m, UncoveredLoss.Of(pool, StressedMarks.Of(Marks, Scenario(-0.2m))));
    }

    [Theory]
    [InlineData("a price that no contract follows stays", 0, 1)]
    [InlineData("but where the scenario names it", -0.05, 0.95)]
    public void A_dollar_in_a_fall_of_the_market(string which, decimal named, decimal price)
    {
        var scenario = named == 0 ? Scenario(-0.2m) : Scenario(-0.2m, ("USDC-USD", named));

        var moved = StressedMarks.Of(Marks, scenario);

        Assert.True(price == moved.Find(Parameters.FindSymbol("USDC-USD")!.Value), which);
        Assert.Equal([8_000m, 8_000m, 8_000m], ((string[])["BTC-PERP", "BTCUSD", "BTC-USD"]).Select(s => moved.Find(Parameters.FindSymbol(s)!.Value)!.Value));
    }

    [Fact]
    public void What_is_not_priced_stays_so() =>
        Assert.Null(StressedMarks.Of(Given.Marks(Parameters, ("BTC-PERP", 1)), Scenario(-0.2m)).Find(Parameters.FindSymbol("BTCUSD")!.Value));

    [Fact]
    public void At_standing_marks_it_is_what_equity_lacks_to_nothing() => Always.Holds(Always.Books(RandomBook.OfTwoUnderlyings), book =>
    {
        foreach (var pool in book.Resolved.Pools)
        {
            Assert.Equal(Math.Max(0, -Given.Assess(pool, book.Marks).Equity), UncoveredLoss.Of(pool, book.Marks));
        }
    });

    [Fact]
    public void Of_options_at_moved_marks_it_is_what_equity_lacks_there() => Always.HoldsForSeeds(seed =>
    {
        var book = new RandomOptionBook(seed, model: null);
        var moved = StressedMarks.Of(book.Marks, new StressScenario("fall", -0.2m, new Dictionary<string, decimal> { ["U1"] = 0.1m }, 0.5m));
        foreach (var pool in book.Resolved.Pools)
        {
            Assert.Equal(Math.Max(0, -Given.Assess(pool, moved).Equity), UncoveredLoss.Of(pool, moved));
        }
    }, count: 200);

    [Fact]
    public void Volatilities_move_by_the_scenario()
    {
        var book = new RandomOptionBook(3, model: null);
        var option = book.Parameters.Options[0];
        var index = book.Parameters.FindSymbol(option.VolatilitySymbol)!.Value;

        var moved = StressedMarks.Of(book.Marks, new StressScenario("calm fall", -0.2m, new Dictionary<string, decimal>(), 0.5m));

        Assert.Equal(1.5m * book.Marks.Find(index), moved.Find(index));
    }

    [Fact]
    public void What_cannot_be_assessed_has_no_loss_that_anyone_knows()
    {
        var unpriced = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 9_000)], ("USDC", 1));
        Assert.Equal("BTC-PERP has no mark.", Assert.Throws<InvalidOperationException>(() => UncoveredLoss.Of(unpriced, Given.Marks(Parameters))).Message);
        Assert.Equal("USDC-USD has no mark.", Assert.Throws<InvalidOperationException>(() => UncoveredLoss.Of(unpriced, Given.Marks(Parameters, ("BTC-PERP", 1)))).Message);

        var unknown = Given.CrossPool(Parameters, [Given.Position("DOGE-PERP", 1, 9_000)]);
        Assert.Contains("DOGE-PERP", Assert.Throws<InvalidOperationException>(() => UncoveredLoss.Of(unknown, Marks)).Message, StringComparison.Ordinal);
    }

    private static StressScenario Scenario(decimal move, params (string Underlying, decimal Move)[] moves) =>
        new("fall", move, moves.ToDictionary(m => m.Underlying, m => m.Move));
}
