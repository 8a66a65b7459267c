using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Prices;

public sealed class MarkSetTests
{
    private static readonly RiskParameters Parameters = Given.Parameters([Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD")], [Given.Usdt]);

    private static readonly int Perpetual = Parameters.FindSymbol("BTC-PERP")!.Value;

    [Fact]
    public void A_mark_that_was_not_given_is_missing()
    {
        Assert.Null(MarkSet.None(Parameters).Find(Perpetual));
        Assert.Null(Given.Marks(Parameters, ("BTC-USD", 1)).Find(Perpetual));
        Assert.Equal(43_120.5m, Given.Marks(Parameters, ("BTC-PERP", 43_120.5m)).Find(Perpetual));
    }

    [Fact]
    public void A_symbol_nobody_depends_on_is_left_out() => Assert.Null(Given.Marks(Parameters, ("DOGE-PERP", 1)).Find(Perpetual));

    [Theory]
    [InlineData("zero is no price", "BTC-PERP", 0)]
    [InlineData("nor is a negative number", "BTC-PERP", -1)]
    [InlineData("of an unknown symbol neither", "DOGE-PERP", 0)]
    public void A_price_is_positive_and_the_error_names_the_symbol(string row, string symbol, decimal price)
    {
        var error = Record.Exception(() => Given.Marks(Parameters, (symbol, price)));
        Assert.True(symbol == Assert.IsType<ArgumentOutOfRangeException>(error).ParamName, row);
    }

    [Fact]
    public void Replacing_a_mark_leaves_the_old_set_as_it_was()
    {
        var old = Given.Marks(Parameters, ("BTC-PERP", 10_000), ("BTC-USD", 10_001));
        var moved = old.With(Perpetual, 11_000);
        Assert.Equal(10_000, old.Find(Perpetual));
        Assert.Equal(11_000, moved.Find(Perpetual));
        Assert.Equal(10_001, moved.Find(Parameters.FindSymbol("BTC-USD")!.Value));
        Assert.Same(Parameters, moved.Parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => old.With(Perpetual, 0));
    }
}
