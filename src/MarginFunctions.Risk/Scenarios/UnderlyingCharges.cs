namespace MarginFunctions.Risk.Scenarios;

/// <summary>One underlying's charges before factors, in account currency; 0 for what the model does not have.</summary>
internal readonly struct UnderlyingCharges
{
    private readonly PortfolioCharges charges;

    public UnderlyingCharges(PortfolioCharges charges, in UnderlyingSums sums)
    {
        this.charges = charges;
        Basis = sums.Basis;
        ShortOptions = charges.ShortOptions is { } shorts ? (double)shorts.Rate * sums.ShortOptions : 0;
        Concentration = charges.Concentration?.Amount(sums.Delta) ?? 0;
        Liquidity = charges.Liquidity is { } liquidity ? (double)liquidity.FuturesRate * sums.Futures + (double)liquidity.OptionsRate * sums.Options : 0;
    }

    public double Basis { get; }

    public double ShortOptions { get; }

    public double Concentration { get; }

    public double Liquidity { get; }

    /// <summary>What is added to initial margin.</summary>
    public double AddedInitial => Basis * Initial(charges.Basis?.Factors) + (charges.ShortOptions is { IsFloor: false } ? ShortOptions * Initial(charges.ShortOptions.Factors) : 0)
        + Concentration * Initial(charges.Concentration?.Factors) + (charges.Liquidity is { IsFloor: false } ? Liquidity * Initial(charges.Liquidity.Factors) : 0);

    /// <summary>What is added to maintenance margin.</summary>
    public double AddedMaintenance => Basis * Maintenance(charges.Basis?.Factors) + (charges.ShortOptions is { IsFloor: false } ? ShortOptions * Maintenance(charges.ShortOptions.Factors) : 0)
        + Concentration * Maintenance(charges.Concentration?.Factors) + (charges.Liquidity is { IsFloor: false } ? Liquidity * Maintenance(charges.Liquidity.Factors) : 0);

    /// <summary>What initial margin is at least.</summary>
    public double FloorInitial => Math.Max(
        charges.ShortOptions is { IsFloor: true } ? ShortOptions * Initial(charges.ShortOptions.Factors) : 0, charges.Liquidity is { IsFloor: true } ? Liquidity * Initial(charges.Liquidity.Factors) : 0);

    /// <summary>What maintenance margin is at least.</summary>
    public double FloorMaintenance => Math.Max(
        charges.ShortOptions is { IsFloor: true } ? ShortOptions * Maintenance(charges.ShortOptions.Factors) : 0,
        charges.Liquidity is { IsFloor: true } ? Liquidity * Maintenance(charges.Liquidity.Factors) : 0);

    private static double Initial(MarginFactors? factors) => (double)(factors?.Initial ?? 0);

    private static double Maintenance(MarginFactors? factors) => (double)(factors?.Maintenance ?? 0);
}
