using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Collateral;

public sealed class CollateralAssetTests
{
    // 95 % of the first 100,000, 90 % of the next 400,000, 50 % of the rest.
    private static readonly CollateralAsset Bitcoin = Given.Coin("BTC", "BTC-USD", null, (0, 0.05m), (100_000, 0.1m), (500_000, 0.5m));

    // The cap binds at a market value of 100,000 + (185,000 − 95,000)/0.9 = 200,000.
    private static readonly CollateralAsset Capped = Given.Coin("BTC", "BTC-USD", 185_000, (0, 0.05m), (100_000, 0.1m), (500_000, 0.5m));

    [Theory]
    [InlineData("nothing counts for nothing", 0, 0)]
    [InlineData("95 % of 40,000", 40_000, 38_000)]
    [InlineData("on the bound: 95 % of 100,000", 100_000, 95_000)]
    [InlineData("a dollar above: 95,000 + 90 % of 1", 100_001, 95_000.9)]
    [InlineData("95,000 + 90 % of 200,000", 300_000, 275_000)]
    [InlineData("95,000 + 90 % of 400,000", 500_000, 455_000)]
    [InlineData("455,000 + 50 % of 500,000", 1_000_000, 705_000)]
    [InlineData("a debit balance is owed in full", -40_000, -40_000)]
    [InlineData("a large debit balance is owed in full too", -1_000_000, -1_000_000)]
    public void Haircuts_are_marginal(string sum, decimal marketValue, decimal counted) => AssertEqual(sum, counted, Bitcoin.CountedValue(marketValue));

    [Theory]
    [InlineData("below the cap: 95,000 + 90 % of 50,000", 150_000, 140_000)]
    [InlineData("at the cap: 95,000 + 90 % of 100,000", 200_000, 185_000)]
    [InlineData("above the cap nothing is added", 200_001, 185_000)]
    [InlineData("far above neither", 100_000_000, 185_000)]
    [InlineData("no cap limits a debt", -300_000, -300_000)]
    public void The_cap_is_on_the_counted_value(string sum, decimal marketValue, decimal counted) => AssertEqual(sum, counted, Capped.CountedValue(marketValue));

    [Fact]
    public void A_cap_of_zero_counts_nothing() => Assert.Equal(0, Given.Coin("X", "X-USD", 0, (0, 0)).CountedValue(1_000));

    [Fact]
    public void A_full_haircut_counts_nothing_more() => Assert.Equal(80, Given.Coin("X", "X-USD", null, (0, 0.2m), (100, 1)).CountedValue(1_000_000));

    [Fact]
    public void The_counted_value_is_continuous_and_bends_downwards() => Always.Holds(Always.Decimals(0, 1_200_000, 2), value =>
    {
        foreach (var asset in new[] { Bitcoin, Capped })
        {
            var (below, here, above) = (asset.CountedValue(value), asset.CountedValue(value + 1), asset.CountedValue(value + 2));
            Assert.InRange(here - below, 0, 0.95m);
            Assert.InRange(above - here, 0, here - below);
        }
    }, count: 5_000);

    [Fact]
    public void The_counted_value_is_the_sum_bracket_by_bracket_up_to_the_cap() => Always.Holds(Always.Decimals(0, 2_000_000, 4), value =>
    {
        var sum = 0m;
        for (var n = 0; n < Capped.Haircuts.Count; n++)
        {
            var ceiling = n + 1 < Capped.Haircuts.Count ? Capped.Haircuts[n + 1].Floor : decimal.MaxValue;
            sum += Math.Max(0, Math.Min(value, ceiling) - Capped.Haircuts[n].Floor) * (1 - Capped.Haircuts[n].Haircut);
        }

        Assert.Equal(sum, Bitcoin.CountedValue(value));
        Assert.Equal(Math.Min(sum, 185_000), Capped.CountedValue(value));
    }, count: 2_000);

    [Theory]
    [InlineData("the first floor is not 0", "BTC haircut tier 0 starts at 5; the first floor is 0.", 5, 0, 10, 0)]
    [InlineData("a floor repeats", "BTC haircut tier 1 starts at 0, not above tier 0.", 0, 0, 0, 0.1)]
    [InlineData("a negative haircut", "BTC haircut tier 0 is -0.1; a haircut is a fraction from 0 to 1.", 0, -0.1, 10, 0.1)]
    [InlineData("more than all", "BTC haircut tier 1 is 1.1; a haircut is a fraction from 0 to 1.", 0, 0, 10, 1.1)]
    [InlineData("a haircut falls with size", "BTC haircut tier 1 is 0.1, below tier 0; haircuts never fall with size.", 0, 0.2, 10, 0.1)]
    public void A_broken_schedule_is_refused_by_tier_and_value(string rule, string message, decimal floor0, decimal haircut0, decimal floor1, decimal haircut1)
    {
        var error = Assert.Throws<ArgumentException>("haircuts", () => Given.Coin("BTC", "BTC-USD", null, (floor0, haircut0), (floor1, haircut1)));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }

    [Fact]
    public void No_tiers_a_negative_cap_and_no_name_are_refused()
    {
        var none = Assert.Throws<ArgumentException>("haircuts", () => Given.Coin("BTC", "BTC-USD", null));
        Assert.StartsWith("BTC needs at least one haircut tier.", none.Message, StringComparison.Ordinal);
        var negative = Assert.Throws<ArgumentException>("venueCap", () => Given.Coin("BTC", "BTC-USD", -1, (0, 0)));
        Assert.StartsWith("BTC has venue cap -1; a cap is not negative.", negative.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("asset", () => Given.Coin("", "BTC-USD", null, (0, 0)));
    }

    private static void AssertEqual(string sum, decimal expected, decimal actual) => Assert.True(expected == actual, $"{sum} = {expected}, not {actual}");
}
