namespace MarginFunctions.Risk.Scenarios;

/// <summary>What is charged beside the worst scenario; null for what a model does not have.</summary>
/// <param name="Basis">Expiries that move apart, by delta.</param>
/// <param name="ExpiryStress">Expiries that move apart, by the worse of two scenarios each.</param>
/// <param name="ShortOptions">A minimum for each short option.</param>
/// <param name="Concentration">Positions too large for the market.</param>
/// <param name="Liquidity">The cost of closing.</param>
/// <param name="VolatilityTerm">Volatilities of different expiries that move differently.</param>
/// <param name="Interest">Rates that move forwards by their time to expiry.</param>
/// <param name="Depegs">Stablecoins, each asset once.</param>
public sealed record PortfolioCharges(
    BasisCharge? Basis,
    ExpiryStress? ExpiryStress,
    ShortOptionCharge? ShortOptions,
    ConcentrationCharge? Concentration,
    LiquidityCharge? Liquidity,
    VolatilityTermCharge? VolatilityTerm,
    InterestCharge? Interest,
    IReadOnlyList<DepegCharge> Depegs)
{
    /// <summary>No charges.</summary>
    public static PortfolioCharges None { get; } = new(null, null, null, null, null, null, null, []);

    /// <summary>Whether a charge depends on the time that futures have left.</summary>
    internal bool CountTime => Basis is { AnnualRate: > 0 } || Interest is not null;
}
