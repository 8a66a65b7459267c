using MarginFunctions.Risk.Collateral;

namespace MarginFunctions.Risk.Resolution;

/// <summary>A priced holding joined with its haircut schedule.</summary>
/// <param name="Symbol">The index of the mark that prices one unit.</param>
/// <param name="Quantity">Units; negative for a debit balance.</param>
/// <param name="Schedule">Haircuts and cap; null for isolated margin, which counts in full.</param>
internal readonly record struct ResolvedCollateral(int Symbol, decimal Quantity, CollateralAsset? Schedule)
{
    /// <summary>What the holding counts for at a price, unrounded, in account currency.</summary>
    public decimal Value(decimal price) => Schedule is null ? Quantity * price : Schedule.CountedValue(Quantity * price);
}
