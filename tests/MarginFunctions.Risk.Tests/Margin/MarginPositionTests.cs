using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class MarginPositionTests
{
    [Theory]
    [InlineData("equity equal to maintenance is not a liquidation", 500, 500, 1, false)]
    [InlineData("one unit of the last place below is", 499.99999999, 500, 1, true)]
    [InlineData("equity equal to 1.2 times maintenance is not a call", 600, 500, 1.2, false)]
    [InlineData("one unit of the last place below 1.2 times is", 599.99999999, 500, 1.2, true)]
    [InlineData("negative equity with a requirement is below", -1, 500, 1, true)]
    [InlineData("no requirement is never below", -1, 0, 1.5, false)]
    [InlineData("nothing at all is not below", 0, 0, 1, false)]
    public void Below_is_strict_and_needs_a_requirement(string row, decimal equity, decimal maintenance, decimal level, bool below) =>
        Assert.True(below == new MarginPosition(equity, maintenance, maintenance).IsBelow(level), row);

    [Theory]
    [InlineData("negative equity with nothing to close is bad debt", -0.00000001, 0, true)]
    [InlineData("negative equity with something to close is a liquidation first", -1_000, 0.00000001, false)]
    [InlineData("no equity and nothing to close is an empty account", 0, 0, false)]
    [InlineData("equity and nothing to close is a healthy account", 1, 0, false)]
    public void Bad_debt_is_what_is_left_when_nothing_can_be_closed(string row, decimal equity, decimal maintenance, bool badDebt) =>
        Assert.True(badDebt == new MarginPosition(equity, maintenance, maintenance).IsBadDebt, row);

    [Theory]
    [InlineData("600 over 500", 600, 500, 1.2)]
    [InlineData("−50 over 500", -50, 500, -0.1)]
    public void The_margin_ratio_is_equity_over_maintenance(string sum, decimal equity, decimal maintenance, decimal ratio) =>
        Assert.True(ratio == new MarginPosition(equity, maintenance, maintenance).MarginRatio, sum);

    [Fact]
    public void Without_a_requirement_there_is_no_ratio() => Assert.Null(new MarginPosition(5, 0, 0).MarginRatio);

    [Fact]
    public void A_ratio_too_large_for_a_decimal_is_held_at_its_end()
    {
        Assert.Equal(decimal.MaxValue, new MarginPosition(1e21m, 0.00000001m, 0.00000001m).MarginRatio);
        Assert.Equal(decimal.MinValue, new MarginPosition(-1e21m, 0.00000001m, 0.00000001m).MarginRatio);
        Assert.Equal(1e28m, new MarginPosition(1e20m, 0.00000001m, 0.00000001m).MarginRatio);
    }

    [Theory]
    [InlineData("300 held, 1,000 to open, 500 to keep: 200 and 700 are missing", 300, 200, 700)]
    [InlineData("between the two only the opening margin is missing: 1,000 − 600", 600, 0, 400)]
    [InlineData("nothing is missing above both", 1_000, 0, 0)]
    [InlineData("a debt is missing too: 500 + 100 and 1,000 + 100", -100, 600, 1_100)]
    public void Shortfall_and_deficit(string sum, decimal equity, decimal shortfall, decimal deficit)
    {
        var position = new MarginPosition(equity, 1_000, 500);
        Assert.True((shortfall, deficit) == (position.Shortfall, position.Deficit), sum);
    }

    [Theory]
    [InlineData("1.2·500 − 550", 550, 500, 1.2, "50")]
    [InlineData("at the level nothing is missing", 600, 500, 1.2, "0")]
    [InlineData("above the level nothing is missing", 900, 500, 1.2, "0")]
    [InlineData("rounded up: 1.25·0.00000001 − 0", 0, 0.00000001, 1.25, "0.00000002")]
    [InlineData("a debt is paid first: 1.5·100 + 20", -20, 100, 1.5, "170")]
    public void The_amount_that_reaches_a_level(string sum, decimal equity, decimal maintenance, decimal level, string amount)
    {
        var position = new MarginPosition(equity, maintenance, maintenance);
        var missing = position.AmountToReach(level);
        Assert.True(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) == missing, $"{sum}: {missing}");
        Assert.False((position with { Equity = equity + missing }).IsBelow(level));
    }
}
