using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class PoolAssessorTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [
            Given.Linear("BTC-PERP", Given.BtcTiers, "BTC-USD"),
            Given.Linear("ETH-PERP", Given.EthTiers, "ETH-USD", size: 0.1m),
            Given.Inverse("BTCUSD", Given.BtcTiers, "BTC-USD", size: 100),
        ],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.05m), (100_000, 0.1m))]);

    [Fact]
    public void A_cross_pool_is_the_sum_of_its_parts()
    {
        var pool = Given.CrossPool(
            Parameters,
            [Given.Position("BTC-PERP", 2, 48_000), Given.Position("ETH-PERP", -100, 3_100), Given.Position("BTCUSD", 500, 40_000)],
            ("USDT", 10_000), ("BTC", 3));
        var margin = Given.Assess(pool, Given.Marks(Parameters, ("BTC-PERP", 50_000), ("ETH-PERP", 3_000), ("BTCUSD", 50_000), ("BTC-USD", 50_000)));

        // 10,000 + (95 % of 100,000 + 90 % of 50,000) + 2·2,000 + 10·100 + 50,000·10,000/40,000.
        Assert.Equal(10_000 + 140_000 + 4_000 + 1_000 + 12_500, margin.Equity);

        // 100,000·0.5 % − 50, 30,000·0.65 % − 15, 50,000·0.5 % − 50.
        Assert.Equal(450 + 180 + 200, margin.Maintenance);

        // 100,000·1 % − 100, 30,000·1.33 % − 33, 50,000·1 % − 100.
        Assert.Equal(900 + 366 + 400, margin.Initial);
        Assert.Equal(150_000, PoolAssessor.CollateralValue(pool, Given.Marks(Parameters, ("BTC-USD", 50_000))));
    }

    [Fact]
    public void Amounts_are_rounded_once_and_against_the_account()
    {
        // 1/3 of a contract at 1/3: equity 0.111… down, maintenance 0.111…·0.4 % up.
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1 / 3m, 0.000000000001m)]);
        var margin = Given.Assess(pool, Given.Marks(Parameters, ("BTC-PERP", 1 / 3m)));
        Assert.Equal(new MarginPosition(0.11111111m, 0.00088889m, 0.00044445m), margin);
    }

    [Theory]
    [InlineData("the second position has no mark", "ETH-PERP", "BTC-PERP,BTC-USD")]
    [InlineData("the collateral has no price", "BTC-USD", "BTC-PERP,ETH-PERP")]
    [InlineData("the first missing mark is named", "BTC-PERP", "")]
    public void A_missing_mark_is_a_failure_that_names_the_symbol(string row, string missing, string priced)
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 50_000), Given.Position("ETH-PERP", 1, 3_000)], ("USDT", 1_000_000), ("BTC", 1));
        var marks = Given.Marks(Parameters, [.. priced.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(symbol => (symbol, 100m))]);
        Assert.False(PoolAssessor.TryAssess(pool, marks, out var position, out var named), row);
        Assert.Equal(missing, named);
        Assert.Equal(default, position);
    }

    [Theory]
    [InlineData("DOGE-PERP", "USDT")]
    [InlineData("BTC-PERP", "DOGE")]
    public void A_name_without_parameters_is_a_failure_that_names_it(string instrument, string asset)
    {
        var pool = Given.CrossPool(Parameters, [Given.Position(instrument, 1, 1)], (asset, 1_000));
        var marks = Given.Marks(Parameters, ("BTC-PERP", 50_000));
        Assert.False(PoolAssessor.TryAssess(pool, marks, out _, out var named));
        Assert.Equal(instrument.StartsWith("DOGE", StringComparison.Ordinal) ? instrument : asset, named);

        var error = Assert.Throws<InvalidOperationException>(() => PoolAssessor.CollateralValue(pool, marks));
        Assert.Equal($"Pool cross cannot be assessed: the parameters do not know {named}.", error.Message);
    }

    [Fact]
    public void Collateral_without_a_price_has_no_value()
    {
        var pool = Given.CrossPool(Parameters, [], ("BTC", 1));
        Assert.Equal("BTC-USD has no mark.", Assert.Throws<InvalidOperationException>(() => PoolAssessor.CollateralValue(pool, Given.Marks(Parameters))).Message);
    }

    [Fact]
    public void An_isolated_position_is_assessed_alone()
    {
        var portfolio = Given.Portfolio([Given.Position("BTC-PERP", 1, 50_000), Given.Isolated("ETH-PERP", 10, 3_000, 250)], ("USDT", 1_000));
        var pools = ResolvedPortfolio.Resolve(portfolio, Parameters).Pools;

        // The isolated position's mark is missing: only its own pool waits.
        var marks = Given.Marks(Parameters, ("BTC-PERP", 50_100));
        Assert.Equal(1_100, Given.Assess(pools[0], marks).Equity);
        Assert.False(PoolAssessor.TryAssess(pools[1], marks, out _, out var missing));
        Assert.Equal("ETH-PERP", missing);

        // 250 + 10·0.1·(2,900 − 3,000); 2,900·0.5 %.
        var alone = Given.Assess(pools[1], Given.Marks(Parameters, ("ETH-PERP", 2_900)));
        Assert.Equal((150m, 14.5m), (alone.Equity, alone.Maintenance));
    }

    [Fact]
    public void Isolated_margin_of_an_inverse_position_is_in_coin()
    {
        var pool = ResolvedPortfolio.Resolve(Given.Portfolio([Given.Isolated("BTCUSD", -100, 50_000, 0.05m)]), Parameters).Pools[1];

        // 0.05·60,000 − 10,000·(60,000 − 50,000)/50,000; 10,000·0.4 %.
        var margin = Given.Assess(pool, Given.Marks(Parameters, ("BTCUSD", 60_000)));
        Assert.Equal((1_000m, 40m), (margin.Equity, margin.Maintenance));
        Assert.Equal(3_000, PoolAssessor.CollateralValue(pool, Given.Marks(Parameters, ("BTCUSD", 60_000))));
    }

    [Fact]
    public void An_empty_account_has_nothing_and_needs_nothing() => Assert.Equal(default, Given.Assess(Given.CrossPool(Parameters, []), Given.Marks(Parameters)));

    [Fact]
    public void Assessing_allocates_nothing()
    {
        var book = RandomBook.OfManySymbols(17);
        Span<long> allocated = stackalloc long[3];
        for (var round = 0; round < allocated.Length; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                foreach (var pool in (ResolvedPool[])book.Resolved.Pools)
                {
                    PoolAssessor.TryAssess(pool, book.Marks, out _, out _);
                }
            }

            allocated[round] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated[^1]);
    }
}
