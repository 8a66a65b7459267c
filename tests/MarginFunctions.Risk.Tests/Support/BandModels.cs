using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Tests.Support;

/// <summary>Portfolio-margin models that between them have every scenario feature and every charge, in the shapes that venues publish.</summary>
internal static class BandModels
{
    private static readonly MarginFactors Once = new(1, 1);

    private static readonly RateMove Twist = new("twist", [new(1, 0.2m), new(100, -0.05m), new(300, -0.3m)]);

    /// <summary>Nine prices by three volatilities, extreme moves with a dampener, a roll charge, maintenance of 80 %; underlyings separate, collateral behind haircuts.</summary>
    public static PortfolioMarginModel Deribit { get; } = new(
        "Deribit's shape",
        new MarginFactors(1, 0.8m),
        [.. Grid(0.25m), .. new[] { -3m, 3m, 5m }.Select(k => new MarginScenario($"extreme {k}", k, isAbsolute: false, 1, dampener: 500, limitsFutures: k == 5))],
        0.16m,
        new Dictionary<string, decimal>(),
        new VolatilityRange(0.5m, 0.25m, VolatilityUnit.Relative, 0.3m, 0.13m, 1, 0.3m),
        LossCombination.Separate,
        CoinValuation.CurrentPrice,
        CollateralTreatment.Haircut,
        PortfolioCharges.None with { Basis = new(0.05m, 0.01m, new MarginFactors(1, 0.8m)), Concentration = new(5_000, 0.00001m, 0.1m, Once) });

    /// <summary>Volatility in points, netted collateral, volatilities and rates that twist, a floor of the cost of closing with tiers, stablecoins that leave their peg.</summary>
    public static PortfolioMarginModel Okx { get; } = new(
        "OKX's shape",
        new MarginFactors(1.3m, 1),
        [.. Grid(0.33m), new("worst up", 2, isAbsolute: false, 1, weight: 0.5m), new("worst down", -2, isAbsolute: false, 1, weight: 0.5m)],
        0.12m,
        new Dictionary<string, decimal> { ["U1"] = 0.2m },
        new VolatilityRange(0.3m, 0.35m, VolatilityUnit.Points, 0.5m, 0.3m, 1, 0.5m),
        LossCombination.Separate,
        CoinValuation.ScenarioPrice,
        CollateralTreatment.Netted,
        PortfolioCharges.None with
        {
            Basis = new(0.03m, 0.002m, Once),
            Liquidity = new(0.03m, 0.02m, isFloor: true, Once, [new(0, 1), new(30, 2), new(300, 5)]),
            VolatilityTerm = new(0.1m, new MarginFactors(1, 0.9m)),
            Interest = new([new RateMove("parallel", [new(0, 0.1m)]), Twist], new MarginFactors(1.5m, 1.2m)),
            Depegs = [new("USDC", 0.03m, Once)],
        });

    /// <summary>Joint scenarios in which half of a gain offsets, a stress of each expiry, volatilities that twist, additions for short options and, with tiers, for closing.</summary>
    public static PortfolioMarginModel Derive { get; } = new(
        "Derive's shape",
        new MarginFactors(1.25m, 1),
        [.. Grid(0.25m), new("far", -0.6m, isAbsolute: true, 0, weight: 0.6m, dampener: 200)],
        0.2m,
        new Dictionary<string, decimal>(),
        new VolatilityRange(0.4m, 0.3m, VolatilityUnit.Relative, 0.5m, 0.13m, 7, 0),
        LossCombination.Joint(0.5m),
        CoinValuation.ScenarioPrice,
        CollateralTreatment.Netted,
        PortfolioCharges.None with
        {
            ExpiryStress = new("4 0", "-4 0", 0.7m, 0.5m),
            ShortOptions = new(0.01m, isFloor: false, Once),
            Liquidity = new(0.01m, 0.003m, isFloor: false, Once, [new(0, 0.5m), new(10, 1), new(100, 3)]),
            VolatilityTerm = new(0.25m, Once),
            Concentration = new(3_000, 0.00005m, 0.2m, Once),
            Depegs = [new("USDC", 0.05m, new MarginFactors(2, 1.5m))],
        });

    /// <summary>Sixteen scenarios a day ahead, a short option minimum as a floor; losses of one joint scenario.</summary>
    public static PortfolioMarginModel Span { get; } = new(
        "SPAN's shape",
        Once,
        [
            .. from third in new[] { 0, 1, -1, 2, -2, 3, -3 } from volatility in new[] { 1, -1 } select new MarginScenario($"{third}/3 {volatility}", third / 3m, isAbsolute: false, volatility, days: 1),
            new("extreme up", 3, isAbsolute: false, 0, days: 1, weight: 0.35m),
            new("extreme down", -3, isAbsolute: false, 0, days: 1, weight: 0.35m),
        ],
        0.1m,
        new Dictionary<string, decimal>(),
        new VolatilityRange(0.2m, 0.2m, VolatilityUnit.Relative, 0, 0, 1, 0),
        LossCombination.Joint(1),
        CoinValuation.ScenarioPrice,
        CollateralTreatment.Haircut,
        PortfolioCharges.None with { ShortOptions = new(0.05m, isFloor: true, Once), Liquidity = new(0.01m, 0, isFloor: true, Once) });

    /// <summary>Small scenarios, so that the requirement is mostly charges: volatilities that twist, and a cost of closing whose tiers are steep.</summary>
    public static PortfolioMarginModel Charges { get; } = new(
        "charges",
        Once,
        [new("up", 1, isAbsolute: false, 0), new("down", -1, isAbsolute: false, 0)],
        0.01m,
        new Dictionary<string, decimal>(),
        new VolatilityRange(0, 0, VolatilityUnit.Relative, 0.5m, 0.3m, 1, 0),
        LossCombination.Separate,
        CoinValuation.ScenarioPrice,
        CollateralTreatment.Haircut,
        PortfolioCharges.None with
        {
            Liquidity = new(0.01m, 0.01m, isFloor: false, Once, [new(0, 0.1m), new(20, 1), new(40, 4), new(80, 10), new(160, 20)]),
            VolatilityTerm = new(0.7m, Once),
        });

    public static IReadOnlyList<PortfolioMarginModel> All { get; } = [Deribit, Okx, Derive, Span, Charges];

    private static IEnumerable<MarginScenario> Grid(decimal step) =>
        from k in Enumerable.Range(-4, 9) from volatility in new[] { 1, 0, -1 } select new MarginScenario($"{k} {volatility}", k * step, isAbsolute: false, volatility);
}
