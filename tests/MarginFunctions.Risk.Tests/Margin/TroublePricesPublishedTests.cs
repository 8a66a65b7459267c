using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

/// <summary>
/// The two-contract cross example of Binance Support, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts" (first published 2020-08-14): wallet 1,535,443.01, long
/// 3,683.979 ETH at 1,456.84 and long 109.488 BTC at 32,481.98.
/// </summary>
public sealed class TroublePricesPublishedTests
{
    private static readonly RiskParameters Parameters =
        Given.Parameters([Given.Linear("ETHUSDT", Given.EthTiers), Given.Linear("BTCUSDT", Given.BtcTiers)], [Given.Usdt]);

    private static readonly ResolvedPool Pool =
        Given.CrossPool(Parameters, [Given.Position("ETHUSDT", 3_683.979m, 1_456.84m), Given.Position("BTCUSDT", 109.488m, 32_481.98m)], ("USDT", 1_535_443.01m));

    [Theory]
    [InlineData("the example's own mark", 1_335.18)]
    [InlineData("at entry", 1_456.84)]
    [InlineData("just above the answer", 1_153.27)]
    [InlineData("a tier higher: 5,000,000 is past today", 1_400)]
    [InlineData("in trouble already: the price is behind", 1_000)]
    public void Ether_is_liquidated_at_the_published_price_wherever_its_mark_is(string row, decimal mark)
    {
        var price = TroublePrices.Find(Pool, 0, Marks(mark, 31_967.27m)).Liquidation;
        Assert.True(1_153.26m == decimal.Round(price!.Value, 2), $"{row}: {price}");
    }

    [Fact]
    public void Bitcoin_is_liquidated_at_the_published_price() =>
        Assert.Equal(26_316.89m, decimal.Round(TroublePrices.Find(Pool, 1, Marks(1_335.18m, 31_967.27m)).Liquidation!.Value, 2));

    [Fact]
    public void The_other_contracts_amounts_are_the_published_ones()
    {
        // UPNL1 −56,354.57 = 109.488·(31,967.27 − 32,481.98); TMM1 71,200.81 = 3,500,032.46·2.5 % − 16,300.
        var bitcoin = Given.CrossPool(Parameters, [Given.Position("BTCUSDT", 109.488m, 32_481.98m)]);
        var margin = Given.Assess(bitcoin, Marks(1, 31_967.27m));
        Assert.Equal(-56_354.57m, decimal.Round(margin.Equity, 2));
        Assert.Equal(71_200.81m, decimal.Round(margin.Maintenance, 2));

        // UPNL1 −448,192.89 = 3,683.979·(1,335.18 − 1,456.84); TMM1 356,512.51 = 4,918,775.08·10 % − 135,365.
        var ether = Given.CrossPool(Parameters, [Given.Position("ETHUSDT", 3_683.979m, 1_456.84m)]);
        margin = Given.Assess(ether, Marks(1_335.18m, 1));
        Assert.Equal(-448_192.89m, decimal.Round(margin.Equity, 2));
        Assert.Equal(356_512.51m, decimal.Round(margin.Maintenance, 2));
    }

    [Fact]
    public void Bankruptcy_is_where_the_wallet_and_the_other_profit_are_used_up()
    {
        // 1,456.84 − (1,535,443.01 − 56,354.57…)/3,683.979.
        var price = TroublePrices.Find(Pool, 0, Marks(1_335.18m, 31_967.27m)).Bankruptcy;
        var expected = 1_456.84m - (1_535_443.01m + 109.488m * (31_967.27m - 32_481.98m)) / 3_683.979m;
        Assert.Equal(expected, price!.Value, precision: 7);
    }

    private static MarkSet Marks(decimal eth, decimal btc) => Given.Marks(Parameters, ("ETHUSDT", eth), ("BTCUSDT", btc));
}
