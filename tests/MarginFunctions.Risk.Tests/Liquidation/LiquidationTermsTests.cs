using MarginFunctions.Risk.Liquidation;

namespace MarginFunctions.Risk.Tests.Liquidation;

public sealed class LiquidationTermsTests
{
    [Theory]
    [InlineData("a fee below 0", -0.01, 0, 1, "The liquidation fee is -0.01; it is at least 0 and at most 0.5.")]
    [InlineData("a fund fee above a half", 0, 0.51, 1, "The fund fee is 0.51; it is at least 0 and at most 0.5.")]
    [InlineData("a level below maintenance", 0, 0, 0.99, "The restore level is 0.99; it is at least 1 and at most 100.")]
    public void Terms_out_of_range_are_refused_by_item_and_value(string row, double fee, double fund, double level, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Closing.Terms((decimal)fee, (decimal)fund, (decimal)level));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{row}: {error.Message}");
    }

    [Theory]
    [InlineData("an impact of everything", 1, 1, 0, "The impact per notional is 1; it is at least 0 and at most 0.99.")]
    [InlineData("no lot", 0, 0, 0, "The lot is 0; it is at least 0.00000001 and at most 1000000000.")]
    [InlineData("a minimum below 0", 0, 1, -1, "The minimum size is -1; it is at least 0 and at most 1000000000.")]
    public void Markets_out_of_range_are_refused_by_item_and_value(string row, double impact, double lot, double minimum, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new MarketTerms((decimal)impact, (decimal)lot, (decimal)minimum));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{row}: {error.Message}");
    }

    [Fact]
    public void What_has_no_market_is_named() => Assert.StartsWith(
        "DOGE-PERP has no market terms; without lot and impact its liquidation cannot be planned.",
        Assert.Throws<ArgumentException>(() => Closing.Terms().MarketOf("DOGE-PERP")).Message,
        StringComparison.Ordinal);
}
