using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class TierTableTests
{
    [Theory]
    [InlineData("the first tier deducts nothing", 0, 0)]
    [InlineData("50,000·(0.5 % − 0.4 %)", 1, 50)]
    [InlineData("250,000·(1 % − 0.5 %) + 50, the published example", 2, 1_300)]
    [InlineData("1,000,000·(2.5 % − 1 %) + 1,300", 3, 16_300)]
    [InlineData("5,000,000·(5 % − 2.5 %) + 16,300", 4, 141_300)]
    public void Maintenance_amounts_are_Binances(string sum, int tier, decimal amount) => AssertEqual(sum, amount, Given.BtcTiers.MaintenanceAmount(tier));

    [Theory]
    [InlineData("10,000·(0.65 % − 0.5 %)", 1, 15)]
    [InlineData("100,000·(1 % − 0.65 %) + 15", 2, 365)]
    [InlineData("500,000·(2 % − 1 %) + 365", 3, 5_365)]
    [InlineData("1,000,000·(5 % − 2 %) + 5,365", 4, 35_365)]
    [InlineData("2,000,000·(10 % − 5 %) + 35,365, the published example", 5, 135_365)]
    public void Maintenance_amounts_of_ether_are_Binances(string sum, int tier, decimal amount) => AssertEqual(sum, amount, Given.EthTiers.MaintenanceAmount(tier));

    [Theory]
    [InlineData("the first tier deducts nothing", 0, 0)]
    [InlineData("50,000·(1 % − 0.8 %)", 1, 100)]
    [InlineData("250,000·(2 % − 1 %) + 100", 2, 2_600)]
    [InlineData("1,000,000·(5 % − 2 %) + 2,600", 3, 32_600)]
    public void Initial_amounts_follow_the_same_rule(string sum, int tier, decimal amount) => AssertEqual(sum, amount, Given.BtcTiers.InitialAmount(tier));

    [Theory]
    [InlineData("nothing is held for nothing", 0, 0)]
    [InlineData("10,000·0.4 %", 10_000, 40)]
    [InlineData("the lower bound is inclusive and both sides agree: 50,000·0.4 % = 50,000·0.5 % − 50", 50_000, 200)]
    [InlineData("a dollar above the bound: 50,001·0.5 % − 50", 50_001, 200.005)]
    [InlineData("264,000·1 % − 1,300", 264_000, 1_340)]
    [InlineData("500,000·1 % − 1,300", 500_000, 3_700)]
    [InlineData("a dollar below the bound: 999,999·1 % − 1,300", 999_999, 8_699.99)]
    [InlineData("on the bound: 1,000,000·2.5 % − 16,300", 1_000_000, 8_700)]
    [InlineData("the last tier has no end: 100,000,000·5 % − 141,300", 100_000_000, 4_858_700)]
    public void Maintenance_margin(string sum, decimal notional, decimal margin) => AssertEqual(sum, margin, Given.BtcTiers.Maintenance(notional));

    [Theory]
    [InlineData("40,000·0.8 %", 40_000, 320)]
    [InlineData("on the bound: 250,000·2 % − 2,600", 250_000, 2_400)]
    [InlineData("2,000,000·5 % − 32,600", 2_000_000, 67_400)]
    public void Initial_margin(string sum, decimal notional, decimal margin) => AssertEqual(sum, margin, Given.BtcTiers.Initial(notional));

    [Fact]
    public void The_requirement_is_continuous_at_every_bound()
    {
        foreach (var table in new[] { Given.BtcTiers, Given.EthTiers })
        {
            for (var n = 1; n < table.Tiers.Count; n++)
            {
                var (below, tier) = (table.Tiers[n - 1], table.Tiers[n]);
                Assert.Equal(tier.Floor * below.MaintenanceRate - table.MaintenanceAmount(n - 1), table.Maintenance(tier.Floor));
                Assert.Equal(tier.Floor * below.InitialRate - table.InitialAmount(n - 1), table.Initial(tier.Floor));
            }
        }
    }

    [Fact]
    public void A_negative_notional_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Given.BtcTiers.Maintenance(-0.00000001m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Given.BtcTiers.Initial(-1));
    }

    [Theory]
    [InlineData("the first floor is not 0", "Tier 0 starts at 1; the first floor is 0.", 1, 0.1, 0.05, 10, 0.1, 0.05)]
    [InlineData("a floor repeats", "Tier 1 starts at 0, not above tier 0 at 0.", 0, 0.1, 0.05, 0, 0.2, 0.1)]
    [InlineData("a floor falls", "Tier 1 starts at -5, not above tier 0 at 0.", 0, 0.1, 0.05, -5, 0.2, 0.1)]
    [InlineData("no initial rate", "Tier 0 has initial rate 0 and maintenance rate 0; it must hold that 0 < maintenance ≤ initial ≤ 1.", 0, 0, 0, 10, 0.1, 0.05)]
    [InlineData("no maintenance rate", "Tier 1 has initial rate 0.2 and maintenance rate 0; it must hold that 0 < maintenance ≤ initial ≤ 1.", 0, 0.1, 0.05, 10, 0.2, 0)]
    [InlineData("maintenance above initial", "Tier 0 has initial rate 0.1 and maintenance rate 0.11; it must hold that 0 < maintenance ≤ initial ≤ 1.", 0, 0.1, 0.11, 10, 0.2, 0.1)]
    [InlineData("more than all of it", "Tier 1 has initial rate 1.01 and maintenance rate 0.5; it must hold that 0 < maintenance ≤ initial ≤ 1.", 0, 0.1, 0.05, 10, 1.01, 0.5)]
    [InlineData("maintenance falls with size", "Tier 1 has a lower rate than tier 0; rates never fall with size.", 0, 0.1, 0.05, 10, 0.1, 0.04)]
    [InlineData("initial falls with size", "Tier 1 has a lower rate than tier 0; rates never fall with size.", 0, 0.1, 0.05, 10, 0.09, 0.05)]
    public void A_broken_table_is_refused_by_tier_and_value(
        string rule, string message, decimal floor0, decimal initial0, decimal maintenance0, decimal floor1, decimal initial1, decimal maintenance1)
    {
        var error = Assert.Throws<ArgumentException>("tiers", () => Given.Tiers((floor0, initial0, maintenance0), (floor1, initial1, maintenance1)));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }

    [Fact]
    public void An_empty_table_is_refused()
    {
        Assert.StartsWith("A tier table needs at least one tier.", Assert.Throws<ArgumentException>("tiers", () => new TierTable([])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("tiers", () => new TierTable(null!));
    }

    [Fact]
    public void The_rates_may_reach_one_and_meet_and_stay()
    {
        var table = Given.Tiers((0, 1, 1), (10, 1, 1));
        Assert.Equal(25, table.Maintenance(25));
        Assert.Equal([new MarginTier(0, 1, 1), new MarginTier(10, 1, 1)], table.Tiers);
    }

    private static void AssertEqual(string sum, decimal expected, decimal actual) => Assert.True(expected == actual, $"{sum} = {expected}, not {actual}");
}
