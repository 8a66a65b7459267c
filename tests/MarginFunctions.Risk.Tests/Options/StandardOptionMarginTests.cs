using FsCheck;
using FsCheck.Fluent;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Options;

public sealed class StandardOptionMarginTests
{
    // The first two rows are worked numbers of a public fork of QuantConnect's LEAN (DeribitOptionMarginModelTest, BTC-22SEP20-9000, unit margins 1,750, 1,000, 1,250 and 1,000 USD at 10,000).
    [Theory]
    [InlineData("published: a call in the money, 0.15 + 0.025 and 0.075 + 0.025", -1, true, 9_000, 0.025, 0.175, 0.1)]
    [InlineData("published: a put 10 % out of the money, max(0.05, 0.1) + 0.025 and 0.075 + 0.025", -1, false, 9_000, 0.025, 0.125, 0.1)]
    [InlineData("at the money, 0.15 + 0.04", -1, true, 10_000, 0.04, 0.19, 0.115)]
    [InlineData("3 % out of the money, 0.15 − 0.03 + 0.02", -1, true, 10_300, 0.02, 0.14, 0.095)]
    [InlineData("5 % out of the money both sides agree", -1, true, 10_500, 0.015, 0.115, 0.09)]
    [InlineData("far out of the money, 0.1 + 0.001", -1, true, 20_000, 0.001, 0.101, 0.076)]
    [InlineData("a worthless call still holds its floor", -1, true, 90_000, 0, 0.1, 0.075)]
    [InlineData("a put worth more than a coin, max(0.075, 0.075·1.2) + 1.2", -1, false, 22_000, 1.2, 1.35, 1.29)]
    [InlineData("a put worth so much that maintenance is the greater, 3 + 0.225", -1, false, 40_000, 3, 3.225, 3.225)]
    [InlineData("ten times the size, ten times the requirement", -10, true, 9_000, 0.025, 1.75, 1)]
    [InlineData("a long option has been paid for", 5, true, 9_000, 0.025, 0, 0)]
    [InlineData("no position", 0, false, 9_000, 0.025, 0, 0)]
    public void Inverse_requirements_are_in_coin(string sum, decimal size, bool isCall, decimal strike, decimal mark, decimal initial, decimal maintenance)
    {
        var requirement = StandardOptionMargin.Deribit.Requirement(size, isCall, strike, 10_000, mark, SettlementKind.Inverse);
        Assert.True(requirement == new OptionRequirement(initial, maintenance), $"{sum}: {requirement}");
    }

    [Theory]
    [InlineData("a call in the money, 1,500 + 1,100 and 750 + 1,100", -1, true, 9_000, 1_100, 2_600, 1_850)]
    [InlineData("a put 3 % out of the money, 1,500 − 300 + 200", -2, false, 9_700, 200, 2_800, 1_900)]
    [InlineData("a put worth more than the underlying, max(750, 900) + 12,000", -1, false, 22_000, 12_000, 13_500, 12_900)]
    public void Linear_requirements_are_in_account_currency(string sum, decimal size, bool isCall, decimal strike, decimal mark, decimal initial, decimal maintenance)
    {
        var requirement = StandardOptionMargin.Deribit.Requirement(size, isCall, strike, 10_000, mark, SettlementKind.Linear);
        Assert.True(requirement == new OptionRequirement(initial, maintenance), $"{sum}: {requirement}");
    }

    [Fact]
    public void Requirements_round_up_once()
    {
        // 0.15 − 100/30,000 + 0.01 = 0.156666…, maintenance 0.085; a third of each is rounded.
        var requirement = StandardOptionMargin.Deribit.Requirement(-0.3333m, true, 30_100, 30_000, 0.01m, SettlementKind.Inverse);
        Assert.Equal(new OptionRequirement(0.05221700m, 0.02833050m), requirement);
        Assert.Equal(new OptionRequirement(0.00000001m, 0.00000001m), StandardOptionMargin.Deribit.Requirement(-0.00000000001m, true, 30_100, 30_000, 0.01m, SettlementKind.Inverse));
    }

    [Fact]
    public void Linear_and_inverse_are_the_same_money() => Always.Holds(Cases, c =>
    {
        var linear = StandardOptionMargin.Deribit.Requirement(c.Size, c.IsCall, c.Strike, 12_500, c.Mark * 12_500, SettlementKind.Linear);
        var inverse = StandardOptionMargin.Deribit.Requirement(c.Size, c.IsCall, c.Strike, 12_500, c.Mark, SettlementKind.Inverse);
        Assert.InRange(inverse.Initial * 12_500 - linear.Initial, -0.00000001m, 0.000125m);
        Assert.InRange(inverse.Maintenance * 12_500 - linear.Maintenance, -0.00000001m, 0.000125m);
    });

    [Fact]
    public void A_greater_mark_or_a_strike_nearer_the_money_never_needs_less() => Always.Holds(Cases, c =>
    {
        var here = Inverse(c);
        Assert.True(here.Maintenance <= here.Initial && here.Maintenance >= -c.Size * c.Mark);
        var dearer = Inverse(c with { Mark = c.Mark + 0.01m });
        Assert.True(dearer.Initial >= here.Initial && dearer.Maintenance >= here.Maintenance);
        var nearer = Inverse(c with { Strike = c.IsCall ? c.Strike * 0.99m : c.Strike * 1.01m });
        Assert.True(nearer.Initial >= here.Initial && nearer.Maintenance == here.Maintenance);
    });

    [Theory]
    [InlineData("strike", 0, 100, 1)]
    [InlineData("underlying", 100, -1, 1)]
    [InlineData("mark", 100, 100, -0.01)]
    public void A_price_out_of_range_is_refused_by_name_and_value_even_for_a_long_option(string name, decimal strike, decimal underlying, decimal mark)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(name, () => StandardOptionMargin.Deribit.Requirement(1, true, strike, underlying, mark, SettlementKind.Linear));
        Assert.NotNull(error.ActualValue);
    }

    [Theory]
    [InlineData("maintenance above the floor", 0.15, 0.1, 0.11)]
    [InlineData("the floor above the rate", 0.15, 0.2, 0.1)]
    [InlineData("more than all", 1.1, 0.1, 0.1)]
    [InlineData("no maintenance", 0.15, 0.1, 0)]
    public void Rates_out_of_order_are_refused(string rule, decimal initialRate, decimal initialFloorRate, decimal maintenanceRate)
    {
        var error = Assert.Throws<ArgumentException>("initialRate", () => new StandardOptionMargin(initialRate, initialFloorRate, maintenanceRate));
        Assert.True(error.Message.StartsWith(FormattableString.Invariant($"Option margin has initial rate {initialRate}, floor {initialFloorRate} and maintenance rate {maintenanceRate};"), StringComparison.Ordinal), $"{rule}: {error.Message}");
    }

    private static Gen<Case> Cases =>
        from size in Always.Decimals(0.001m, 100, 3)
        from isCall in Gen.Elements(true, false)
        from strike in Always.Decimals(5_000, 30_000, 0)
        from mark in Always.Decimals(0, 2, 4)
        select new Case(-size, isCall, strike, mark);

    private static OptionRequirement Inverse(Case c) => StandardOptionMargin.Deribit.Requirement(c.Size, c.IsCall, c.Strike, 12_500, c.Mark, SettlementKind.Inverse);

    private sealed record Case(decimal Size, bool IsCall, decimal Strike, decimal Mark);
}
