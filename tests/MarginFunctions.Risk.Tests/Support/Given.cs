using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Stress;

namespace MarginFunctions.Risk.Tests.Support;

/// <summary>Short ways to write down the contracts, assets and accounts that tests are about.</summary>
internal static class Given
{
    /// <summary>Binance USDⓈ-M BTCUSDT as in the published liquidation price example: amounts 0, 50, 1,300, 16,300, 141,300.</summary>
    public static TierTable BtcTiers { get; } = Tiers((0, 0.008m, 0.004m), (50_000, 0.01m, 0.005m), (250_000, 0.02m, 0.01m), (1_000_000, 0.05m, 0.025m), (5_000_000, 0.1m, 0.05m));

    /// <summary>Binance USDⓈ-M ETHUSDT of the same example: amounts 0, 15, 365, 5,365, 35,365, 135,365.</summary>
    public static TierTable EthTiers { get; } =
        Tiers((0, 0.01m, 0.005m), (10_000, 0.0133m, 0.0065m), (100_000, 0.02m, 0.01m), (500_000, 0.04m, 0.02m), (1_000_000, 0.1m, 0.05m), (2_000_000, 0.2m, 0.1m));

    public static TierTable Tiers(params (decimal Floor, decimal Initial, decimal Maintenance)[] tiers) =>
        new([.. tiers.Select(t => new MarginTier(t.Floor, t.Initial, t.Maintenance))]);

    /// <summary>One tier: 10 % initial, 5 % maintenance.</summary>
    public static TierTable FivePercent { get; } = Tiers((0, 0.1m, 0.05m));

    public static Instrument Linear(string symbol, TierTable tiers, string? underlying = null, decimal size = 1, decimal volatility = 0.6m) =>
        new(symbol, ContractKind.Perpetual, SettlementKind.Linear, underlying ?? symbol + "-INDEX", "USDT", size, volatility, null, tiers);

    public static Instrument Inverse(string symbol, TierTable tiers, string? underlying = null, decimal size = 100, decimal volatility = 0.6m) =>
        new(symbol, ContractKind.Perpetual, SettlementKind.Inverse, underlying ?? symbol + "-INDEX", "COIN", size, volatility, null, tiers);

    /// <summary>The account currency: counted in full.</summary>
    public static CollateralAsset Usdt { get; } = new("USDT", null, [new HaircutTier(0, 0)], null);

    public static CollateralAsset Coin(string asset, string priceSymbol, decimal? cap, params (decimal Floor, decimal Haircut)[] haircuts) =>
        new(asset, priceSymbol, [.. haircuts.Select(h => new HaircutTier(h.Floor, h.Haircut))], cap);

    public static RiskParameters Parameters(IReadOnlyList<Instrument> instruments, IReadOnlyList<CollateralAsset> collateral, params StressScenario[] stress) =>
        new("v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, instruments, collateral, stress);

    public static Position Position(string instrument, decimal quantity, decimal entry) => new(instrument, quantity, entry);

    public static Position Isolated(string instrument, decimal quantity, decimal entry, decimal margin) => new(instrument, quantity, entry, MarginMode.Isolated, margin);

    public static Portfolio Portfolio(IReadOnlyList<Position> positions, params (string Asset, decimal Quantity)[] collateral) =>
        new(positions, [.. collateral.Select(c => new CollateralHolding(c.Asset, c.Quantity))]);

    public static MarkSet Marks(RiskParameters parameters, params (string Symbol, decimal Price)[] prices) =>
        MarkSet.Of(parameters, prices.Select(p => KeyValuePair.Create(p.Symbol, p.Price)));

    public static ResolvedPool CrossPool(RiskParameters parameters, IReadOnlyList<Position> positions, params (string Asset, decimal Quantity)[] collateral) =>
        ResolvedPortfolio.Resolve(Portfolio(positions, collateral), parameters).Pools[0];

    public static MarginPosition Assess(ResolvedPool pool, MarkSet marks)
    {
        Assert.True(PoolAssessor.TryAssess(pool, marks, out var position, out var missing), $"{missing} is missing");
        return position;
    }
}
