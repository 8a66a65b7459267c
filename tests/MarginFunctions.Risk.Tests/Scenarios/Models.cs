using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>Short ways to write down models, options and accounts in portfolio mode.</summary>
internal static class Models
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    public static MarginFactors Once { get; } = new(1, 1);

    /// <summary>Volatilities 50 % up and 25 % down at 30 days, powers 0.3 and 0.13.</summary>
    public static VolatilityRange Volatility { get; } = new(0.5m, 0.25m, VolatilityUnit.Relative, 0.3m, 0.13m, 1, 0);

    /// <summary>Nine prices over the range by three volatilities: 27 scenarios.</summary>
    public static IReadOnlyList<MarginScenario> Grid { get; } =
        [.. from step in Enumerable.Range(-4, 9) from volatility in new[] { 1, 0, -1 } select new MarginScenario($"{step}/4 {volatility}", step / 4m, isAbsolute: false, volatility)];

    /// <summary>Two scenarios: the range up, the range down.</summary>
    public static IReadOnlyList<MarginScenario> UpAndDown { get; } = [new("up", 1, isAbsolute: false, 0), new("down", -1, isAbsolute: false, 0)];

    public static PortfolioMarginModel Of(
        IReadOnlyList<MarginScenario>? scenarios = null,
        decimal range = 0.16m,
        PortfolioCharges? charges = null,
        LossCombination? combination = null,
        CoinValuation coin = CoinValuation.ScenarioPrice,
        CollateralTreatment collateral = CollateralTreatment.Haircut,
        MarginFactors? factors = null,
        VolatilityRange? volatility = null) =>
        new("test", factors ?? Once, scenarios ?? Grid, range, new Dictionary<string, decimal>(), volatility ?? Volatility, combination ?? LossCombination.Separate, coin, collateral, charges ?? PortfolioCharges.None);

    public static OptionContract Option(
        string symbol, decimal strike, OptionType type, DateTimeOffset expiry, string underlying = "BTC-USD", SettlementKind settlement = SettlementKind.Linear, string? forward = null, string volatility = "BTC-VOL") =>
        new(symbol, settlement, underlying, settlement == SettlementKind.Linear ? "USDT" : "BTC", 1, strike, type, expiry, forward ?? underlying, volatility, StandardOptionMargin.Deribit);

    public static Instrument Future(string symbol, DateTimeOffset expiry, string underlying = "BTC-USD") =>
        new(symbol, ContractKind.Future, SettlementKind.Linear, underlying, "USDT", 1, 0.6m, expiry, Given.FivePercent);

    public static RiskParameters Parameters(IReadOnlyList<Instrument> instruments, IReadOnlyList<OptionContract> options, params Risk.Collateral.CollateralAsset[] collateral) =>
        new("v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, instruments, [Given.Usdt, .. collateral], [], options);

    public static MarkSet Marks(RiskParameters parameters, params (string Symbol, decimal Price)[] prices) =>
        MarkSet.Of(parameters, prices.Select(p => KeyValuePair.Create(p.Symbol, p.Price)), Now);

    public static ResolvedPool Pool(RiskParameters parameters, IReadOnlyList<(string Symbol, decimal Quantity)> positions, params (string Asset, decimal Quantity)[] collateral) =>
        ResolvedPortfolio.Resolve(
            new Portfolio(
                [.. positions.Select(p => new Position(p.Symbol, p.Quantity, 1))], [.. collateral.Select(c => new CollateralHolding(c.Asset, c.Quantity))], AccountMode.Portfolio),
            parameters).Pools[0];

    public static PortfolioRequirement Assess(ResolvedPool pool, MarkSet marks, PortfolioMarginModel model)
    {
        Assert.True(PortfolioMargin.TryAssess(pool, marks, model, out var requirement, out var missing), $"{missing} is missing");
        Assert.True(PortfolioMargin.TryAssess(pool, marks, model, out var initial, out var maintenance, out _));
        Assert.Equal((requirement.Initial, requirement.Maintenance), (initial, maintenance));
        return requirement;
    }
}
