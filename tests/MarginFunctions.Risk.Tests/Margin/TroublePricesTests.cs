using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class TroublePricesTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [
            Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"),
            Given.Linear("BTC-DEC", Given.FivePercent, "BTC-USD"),
            Given.Inverse("BTCUSD", Given.FivePercent, "BTC-USD", size: 100),
        ],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0))]);

    private static readonly MarkSet Marks = Given.Marks(Parameters, ("BTC-PERP", 10_000), ("BTC-DEC", 10_500), ("BTCUSD", 10_000), ("BTC-USD", 10_000));

    [Fact]
    public void A_long_position_is_liquidated_below_and_a_short_one_above()
    {
        // Long: 2,000 + S − 10,000 = 5 %·S at 8,000/0.95; rounded up. Short: 2,000 + 10,000 − S = 5 %·S at 12,000/1.05; rounded down.
        Assert.Equal(new TroublePrices(8_421.05263158m, 8_000), Find([Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 2_000)));
        Assert.Equal(new TroublePrices(11_428.57142857m, 12_000), Find([Given.Position("BTC-PERP", -1, 10_000)], ("USDT", 2_000)));
    }

    [Fact]
    public void In_trouble_already_the_price_is_behind_and_rounds_towards_the_mark()
    {
        // Long at 12,000 with 1,000: 1,000 + S − 12,000 = 5 %·S at 11,000/0.95 = 11,578.947368421…, above the mark of 10,000.
        var prices = Find([Given.Position("BTC-PERP", 1, 12_000)], ("USDT", 1_000));
        Assert.Equal(new TroublePrices(11_578.94736842m, 11_000), prices);

        // Short at 8,000 with 1,000: 9,000 − S = 5 %·S at 9,000/1.05 = 8,571.428571428…, below it.
        prices = Find([Given.Position("BTC-PERP", -1, 8_000)], ("USDT", 1_000));
        Assert.Equal(new TroublePrices(8_571.42857143m, 9_000), prices);
    }

    [Fact]
    public void On_the_level_the_price_is_the_mark() =>
        Assert.Equal(10_000, Find([Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 500)).Liquidation);

    [Fact]
    public void A_fully_paid_long_position_has_no_bankruptcy_price()
    {
        // 10,000 + S − 10,000 = 0 only at a price of nothing.
        var prices = Find([Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 10_000));
        Assert.Equal(new TroublePrices(null, null), prices);
    }

    [Fact]
    public void A_hedged_long_position_has_no_price_below()
    {
        // The future gains 1.05 for each 1 that the perpetual loses; requirements fall too.
        var prices = Find([Given.Position("BTC-PERP", 1, 10_000), Given.Position("BTC-DEC", -1, 10_500)], ("USDT", 2_000));
        Assert.Equal(new TroublePrices(null, null), prices);
    }

    [Fact]
    public void A_short_inverse_position_backed_by_its_coin_has_no_price()
    {
        // One coin short against one coin held is a steady 10,000 USD, whatever the coin costs.
        var prices = Find([Given.Position("BTCUSD", -100, 10_000)], ("BTC", 1));
        Assert.Equal(new TroublePrices(null, null), prices);
    }

    [Fact]
    public void A_dust_position_beside_a_fortune_has_no_price() =>
        Assert.Equal(new TroublePrices(null, null), Find([Given.Position("BTC-PERP", -0.00000001m, 10_000)], ("USDT", 1e21m)));

    [Theory]
    [InlineData("long 100,000 USD at 10,000 with 1 coin", 1_000, 1)]
    [InlineData("long 50,000 USD at 10,000 with 0.4 coin", 500, 0.4)]
    [InlineData("short 100,000 USD at 10,000 with 1 coin", -1_000, 1)]
    [InlineData("short 50,000 USD at 10,000 with 2.5 coins", -500, 2.5)]
    public void An_isolated_inverse_position_has_a_closed_form(string row, decimal quantity, decimal margin)
    {
        // In coin: margin + V·(1/entry − 1/S) = |V|·5 %/S, so S = (V + |V|·5 %)/(margin + V/entry); bankruptcy at V/(margin + V/entry).
        var value = quantity * 100;
        var coins = margin + value / 10_000;
        var pool = ResolvedPortfolio.Resolve(Given.Portfolio([Given.Isolated("BTCUSD", quantity, 10_000, margin)]), Parameters).Pools[1];
        var prices = TroublePrices.Find(pool, 0, Marks);
        var down = quantity > 0 ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity;
        Assert.True(decimal.Round((value + Math.Abs(value) * 0.05m) / coins, 8, down) == (prices.Liquidation ?? 0), $"{row}: {prices}");
        Assert.True(decimal.Round(value / coins, 8, down) == (prices.Bankruptcy ?? 0), $"{row}: {prices}");
    }

    [Fact]
    public void A_mark_below_one_keeps_twelve_places()
    {
        // 0.00002 + S − 0.00003 = 5 %·S at 0.00001/0.95 = 0.0000105263157….
        var parameters = Given.Parameters([Given.Linear("SHIB", Given.FivePercent)], [Given.Usdt]);
        var pool = Given.CrossPool(parameters, [Given.Position("SHIB", 1_000_000, 0.00003m)], ("USDT", 20));
        Assert.Equal(new TroublePrices(0.000010526316m, 0.00001m), TroublePrices.Find(pool, 0, Given.Marks(parameters, ("SHIB", 0.00003m))));
    }

    [Fact]
    public void A_pool_that_cannot_be_assessed_has_no_answer_and_says_why()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000), Given.Position("BTC-DEC", 1, 10_000)]);
        var error = Assert.Throws<InvalidOperationException>(() => TroublePrices.Find(pool, 0, Given.Marks(Parameters, ("BTC-PERP", 10_000))));
        Assert.Equal("Pool cross cannot be assessed: BTC-DEC is missing.", error.Message);
    }

    private static TroublePrices Find(Risk.Portfolios.Position[] positions, params (string Asset, decimal Quantity)[] collateral) =>
        TroublePrices.Find(Given.CrossPool(Parameters, positions, collateral), 0, Marks);
}
