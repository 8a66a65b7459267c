using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

/// <summary>Whole numbers are a faster way to the same sums: nobody may be able to tell from the answer which way it came.</summary>
public sealed class WholeSumsTests
{
    [Theory]
    [InlineData("0.00000001", "0.00000001", true, "the smallest of both")]
    [InlineData("-12345.678", "31967.27", true, "a short position")]
    [InlineData("1", "10000000000", true, "ten billion, the largest notional")]
    [InlineData("1", "10000000000.00000001", false, "just above the largest notional")]
    [InlineData("0.000000001", "50000", false, "a quantity of nine places")]
    [InlineData("3", "0.123456789", false, "a price of nine places")]
    [InlineData("3", "0.1234567800", true, "a price of ten places whose last are zeros")]
    [InlineData("92233720368.54775807", "0.05", true, "the largest quantity")]
    [InlineData("92233720368.54775808", "0.05", false, "just above the largest quantity")]
    [InlineData("-92233720368.54775808", "0.05", false, "the negative quantity whose mirror image would not fit")]
    public void A_linear_position_that_fits_is_summed_in_whole_numbers_and_every_answer_equals_the_decimals(string quantity, string price, bool fits, string because)
    {
        var (q, mark) = (Number(quantity), Number(price));
        var parameters = Given.Parameters([Given.Linear("A", Given.BtcTiers)], [Given.Usdt]);
        var pool = Given.CrossPool(parameters, [Given.Position("A", q, mark)], ("USDT", 5));
        var marks = Given.Marks(parameters, ("A", mark));

        Assert.True(fits == new WholeSums().TryAdd(pool.Positions[0].WholeExposure, marks.Whole(0), Given.BtcTiers.Whole), because);
        Assert.True(PoolAssessor.TryAssessExactly(pool, marks, out var exact, out _));
        Assert.Equal((5m, Given.BtcTiers.Initial(Math.Abs(q) * mark), Given.BtcTiers.Maintenance(Math.Abs(q) * mark)), exact);
    }

    [Theory]
    [InlineData("0.0000001", "1000", "a rate of seven places")]
    [InlineData("0.004", "1000.00000000000000001", "a floor of seventeen places")]
    public void Tiers_that_do_not_fit_are_summed_in_decimals(string rate, string floor, string because)
    {
        var tiers = Given.Tiers((0, 0.01m, Number(rate)), (Number(floor), 0.02m, 0.01m));
        Assert.True(tiers.Whole is null, because);
        var parameters = Given.Parameters([Given.Linear("A", tiers)], [Given.Usdt]);
        var margin = Given.Assess(Given.CrossPool(parameters, [Given.Position("A", 100, 90)], ("USDT", 5_000)), Given.Marks(parameters, ("A", 100)));
        Assert.Equal((6_000m, MoneyRounding.RoundUpRequirement(tiers.Maintenance(10_000))), (margin.Equity, margin.Maintenance));
    }

    [Fact]
    public void Every_tier_asks_the_same_in_whole_numbers() => Always.Holds(Always.Decimals(0, 10_000_000, places: 8), notional =>
    {
        var sums = new WholeSums();
        Assert.True(sums.TryAdd(WholeNumbers.FromDecimal(notional), WholeNumbers.FromDecimal(1), Given.BtcTiers.Whole) || notional == 0);
        Assert.Equal((notional, Given.BtcTiers.Initial(notional), Given.BtcTiers.Maintenance(notional)), (sums.Value, sums.Initial, sums.Maintenance));
    }, count: 2_000);

    [Fact]
    public void A_sum_too_long_for_one_decimal_part_comes_back_whole()
    {
        var sums = new WholeSums();
        for (var n = 0; n < 1_000; n++)
        {
            Assert.True(sums.TryAdd(WholeNumbers.FromDecimal(-1), WholeNumbers.FromDecimal(9_999_999_999m), Given.FivePercent.Whole));
        }

        Assert.Equal((-9_999_999_999_000m, 999_999_999_900m, 499_999_999_950m), (sums.Value, sums.Initial, sums.Maintenance));
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
