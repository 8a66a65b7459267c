using FsCheck.Fluent;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Instruments;

public sealed class InstrumentProfitTests
{
    [Theory]
    [InlineData("long 2 contracts of 0.1 coin, 10,000 to 11,000: 0.2·1,000", 2, 10_000, 11_000, 200)]
    [InlineData("the matching short loses it", -2, 10_000, 11_000, -200)]
    [InlineData("a mark at entry is no profit", 2, 10_000, 10_000, 0)]
    public void Linear_profit_is_paid_in_account_currency(string sum, decimal quantity, decimal entry, decimal mark, decimal profit) =>
        Assert.True(profit == Given.Linear("BTC-PERP", Given.FivePercent, size: 0.1m).Profit(quantity, entry, mark), sum);

    [Theory]
    [InlineData("short 1,000 contracts of 100 USD, 10,000 to 11,000: −100,000·(1/10,000 − 1/11,000)", -1_000, 10_000, 11_000, "-0.90909091")]
    [InlineData("the matching long gains it", 1_000, 10_000, 11_000, "0.90909091")]
    [InlineData("long 100,000 USD, 10,000 to 8,000: 100,000·(1/10,000 − 1/8,000)", 1_000, 10_000, 8_000, "-2.5")]
    [InlineData("a mark at entry is no profit", 1_000, 10_000, 10_000, "0")]
    public void Inverse_profit_is_paid_in_coin(string sum, decimal quantity, decimal entry, decimal mark, string profit)
    {
        var actual = Given.Inverse("BTCUSD", Given.FivePercent, size: 100).Profit(quantity, entry, mark);
        Assert.True(decimal.Parse(profit, System.Globalization.CultureInfo.InvariantCulture) == decimal.Round(actual, 8), $"{sum}: {actual}");
    }

    [Theory]
    [InlineData("an entry price is positive", 0, 1)]
    [InlineData("an entry price is not negative", -1, 1)]
    [InlineData("a mark is positive", 1, 0)]
    public void Prices_are_positive(string rule, decimal entry, decimal mark)
    {
        Assert.True(Record.Exception(() => Given.Linear("X", Given.FivePercent).Profit(1, entry, mark)) is ArgumentOutOfRangeException, rule);
        Assert.True(Record.Exception(() => Given.Inverse("X", Given.FivePercent).Profit(1, entry, mark)) is ArgumentOutOfRangeException, rule);
    }

    [Fact]
    public void What_a_long_gains_a_short_loses() => Always.Holds(Trades, t =>
    {
        Assert.Equal(0, Linear.Profit(t.Quantity, t.Entry, t.Mark) + Linear.Profit(-t.Quantity, t.Entry, t.Mark));
        Assert.InRange(Inverse.Profit(t.Quantity, t.Entry, t.Mark) + Inverse.Profit(-t.Quantity, t.Entry, t.Mark), -1e-20m, 1e-20m);
    }, count: 2_000);

    [Fact]
    public void Money_in_is_money_out_over_a_chain_of_trades() => Always.Holds(Trades.Two(), pair =>
    {
        // A buys from B at one price, then sells to C at another: whatever the mark, what the three gain sums to nothing.
        var (q, first, second, mark) = (pair.Item1.Quantity, pair.Item1.Entry, pair.Item2.Entry, pair.Item1.Mark);
        var a = Linear.Profit(q, first, second);
        Assert.Equal(0, a + Linear.Profit(-q, first, mark) + Linear.Profit(q, second, mark));
        var coin = Inverse.Profit(q, first, second) + Inverse.Profit(-q, first, mark) + Inverse.Profit(q, second, mark);
        Assert.InRange(coin, -1e-18m, 1e-18m);
    }, count: 2_000);

    [Fact]
    public void Twice_the_quantity_is_twice_the_profit() => Always.Holds(Trades, t =>
    {
        Assert.Equal(2 * Linear.Profit(t.Quantity, t.Entry, t.Mark), Linear.Profit(2 * t.Quantity, t.Entry, t.Mark));
        Assert.InRange(2 * Inverse.Profit(t.Quantity, t.Entry, t.Mark) - Inverse.Profit(2 * t.Quantity, t.Entry, t.Mark), -1e-20m, 1e-20m);
    });

    [Fact]
    public void Inverse_profit_valued_at_the_mark_is_what_equity_moves_by() => Always.Holds(Trades, t =>
    {
        var parameters = Given.Parameters([Inverse], [Given.Usdt]);
        var pool = Given.CrossPool(parameters, [Given.Position("BTCUSD", t.Quantity, t.Entry)]);
        var inCoin = Inverse.Profit(t.Quantity, t.Entry, t.Mark);
        Assert.Equal(inCoin * t.Mark, pool.Positions[0].Profit(t.Mark), precision: 12);
    });

    private static Risk.Instruments.Instrument Linear { get; } = Given.Linear("BTC-PERP", Given.FivePercent, size: 0.001m);

    private static Risk.Instruments.Instrument Inverse { get; } = Given.Inverse("BTCUSD", Given.FivePercent, size: 10);

    private static FsCheck.Gen<(decimal Quantity, decimal Entry, decimal Mark)> Trades =>
        from quantity in Always.Decimals(-10_000, 10_000, 3)
        from entry in Always.Decimals(100, 100_000, 2)
        from mark in Always.Decimals(100, 100_000, 2)
        select (quantity, entry, mark);
}
