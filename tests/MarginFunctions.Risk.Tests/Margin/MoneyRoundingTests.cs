using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class MoneyRoundingTests
{
    [Theory]
    [InlineData("eight places stay", "1.23456789", "1.23456789")]
    [InlineData("what it has goes down", "1.234567899", "1.23456789")]
    [InlineData("a debt grows", "-0.000000001", "-0.00000001")]
    [InlineData("halves go down too", "0.000000005", "0")]
    [InlineData("a negative half goes down", "-1.000000005", "-1.00000001")]
    [InlineData("the smallest decimal is nothing", "0.0000000000000000000000000001", "0")]
    public void Equity_rounds_down(string row, string amount, string rounded) => AssertEqual(row, rounded, MoneyRounding.RoundDownEquity(Parse(amount)));

    [Theory]
    [InlineData("eight places stay", "1.23456789", "1.23456789")]
    [InlineData("what it must hold goes up", "0.000000001", "0.00000001")]
    [InlineData("halves go up", "0.000000005", "0.00000001")]
    [InlineData("a negative amount goes up, towards zero", "-1.000000009", "-1")]
    [InlineData("the smallest decimal is something", "0.0000000000000000000000000001", "0.00000001")]
    public void Requirements_round_up(string row, string amount, string rounded) => AssertEqual(row, rounded, MoneyRounding.RoundUpRequirement(Parse(amount)));

    [Theory]
    [InlineData("nothing is nothing", 0, "0")]
    [InlineData("a tenth, which no double is, stays a tenth", 0.1, "0.1")]
    [InlineData("a part of a unit counts", 1e-12, "0.00000001")]
    [InlineData("the smallest double counts", double.Epsilon, "0.00000001")]
    [InlineData("a large amount", 12_345_678.5, "12345678.5")]
    [InlineData("beyond 53 bits of units a double's own spacing shows", 123_456_789_012.5, "123456789012.50000896")]
    public void Scenario_amounts_round_up(string row, double amount, string rounded) => AssertEqual(row, rounded, MoneyRounding.RoundUpScenarioAmount(amount));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e21)]
    public void What_no_amount_of_eight_places_holds_overflows(double amount) => Assert.Throws<OverflowException>(() => MoneyRounding.RoundUpScenarioAmount(amount));

    [Fact]
    public void Rounding_goes_against_the_account_by_less_than_one_unit() => Always.Holds(Always.Decimals(-10, 10, 12), amount =>
    {
        var (down, up) = (MoneyRounding.RoundDownEquity(amount), MoneyRounding.RoundUpRequirement(amount));
        Assert.InRange(amount - down, 0, 0.00000000999999999999m);
        Assert.InRange(up - amount, 0, 0.00000000999999999999m);
        Assert.Equal(-down, MoneyRounding.RoundUpRequirement(-amount));
        Assert.Equal(down, MoneyRounding.RoundDownEquity(down));
        Assert.Equal(up, MoneyRounding.RoundUpRequirement(up));
    });

    private static decimal Parse(string amount) => decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertEqual(string row, string expected, decimal actual) => Assert.True(Parse(expected) == actual, $"{row}: {actual}");
}
