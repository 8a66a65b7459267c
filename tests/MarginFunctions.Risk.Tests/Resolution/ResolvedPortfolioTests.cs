using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Resolution;

public sealed class ResolvedPortfolioTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, size: 0.1m), Given.Linear("ETH-PERP", Given.FivePercent), Given.Inverse("BTCUSD", Given.FivePercent)],
        [Given.Usdt, Given.Coin("SOL", "SOL-USD", null, (0, 0.1m))]);

    [Fact]
    public void The_cross_pool_comes_first_then_isolated_positions_in_portfolio_order()
    {
        var resolved = ResolvedPortfolio.Resolve(
            Given.Portfolio([Given.Isolated("ETH-PERP", 1, 1_000, 10), Given.Position("BTC-PERP", 20, 10_000), Given.Isolated("BTCUSD", 1, 10_000, 1)], ("SOL", 3)),
            Parameters);
        Assert.Equal([ResolvedPool.CrossKey, "ETH-PERP", "BTCUSD"], resolved.Pools.Select(p => p.Key));
        Assert.Equal(["BTC-PERP", "SOL-USD"], Names(resolved.Pools[0].Symbols));
        Assert.Equal(["ETH-PERP"], Names(resolved.Pools[1].Symbols));
        Assert.Equal(["BTCUSD"], Names(resolved.Pools[2].Symbols));
        Assert.Equal(["BTC-PERP", "BTCUSD", "ETH-PERP", "SOL-USD"], Names(resolved.Symbols));
        Assert.Same(Parameters, resolved.Parameters);
    }

    [Fact]
    public void A_position_is_joined_with_its_contract()
    {
        var position = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", -20, 10_000)]).Positions[0];
        Assert.Equal((-2m, 10_000m, false), (position.Exposure, position.EntryPrice, position.IsInverse));

        // −2·(11,000 − 10,000) and 2·11,000.
        Assert.Equal((-2_000m, 22_000m), (position.Profit(11_000), position.Notional(11_000)));
    }

    [Fact]
    public void An_inverse_positions_size_does_not_move_with_the_mark()
    {
        var position = Given.CrossPool(Parameters, [Given.Position("BTCUSD", -20, 10_000)]).Positions[0];
        Assert.True(position.IsInverse);
        Assert.Equal((2_000m, 2_000m), (position.Notional(10_000), position.Notional(20_000)));

        // −2,000·(20,000 − 10,000)/10,000.
        Assert.Equal(-2_000, position.Profit(20_000));
    }

    [Fact]
    public void An_empty_portfolio_has_one_empty_pool()
    {
        var resolved = ResolvedPortfolio.Resolve(Portfolio.Empty, Parameters);
        Assert.Empty(Assert.Single(resolved.Pools).Symbols);
        Assert.Empty(resolved.Symbols);
    }

    [Fact]
    public void The_first_unknown_name_is_kept_and_only_its_own_pool_is_hurt()
    {
        var resolved = ResolvedPortfolio.Resolve(
            Given.Portfolio([Given.Isolated("DOGE-PERP", 1, 1, 1), Given.Position("PEPE-PERP", 1, 1), Given.Position("BTC-PERP", 1, 10_000)], ("SHIB", 1)), Parameters);
        Assert.Equal(["PEPE-PERP", "DOGE-PERP"], resolved.Pools.Select(p => p.UnknownName));
        Assert.Equal(["BTC-PERP"], Names(resolved.Symbols));
    }

    [Fact]
    public void An_emptied_holding_waits_for_no_price_and_no_parameters()
    {
        var pool = Given.CrossPool(Parameters, [], ("USDT", 5), ("SOL", 0), ("SHIB", 0));
        Assert.Null(pool.UnknownName);
        Assert.Empty(pool.Symbols);
        Assert.Equal(new MarginPosition(5, 0, 0), Given.Assess(pool, Given.Marks(Parameters)));
    }

    private static IEnumerable<string> Names(IReadOnlyList<int> symbols) => symbols.Select(index => Parameters.Symbols[index]);
}
