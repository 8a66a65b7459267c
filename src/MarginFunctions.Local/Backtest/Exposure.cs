using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Local.Backtest;

/// <summary>A position at one moment.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Symbol">The place of its price in the grid.</param>
/// <param name="Notional">Its size in account currency, negative when short. Linear or inverse, its profit is <c>notional·return</c>.</param>
internal readonly record struct Exposure(Instrument Instrument, int Symbol, decimal Notional);

/// <summary>A holding of collateral that has a price.</summary>
/// <param name="Asset">Its haircuts and cap.</param>
/// <param name="Symbol">The place of its price in the grid.</param>
/// <param name="Quantity">Units; negative for a debit balance.</param>
internal readonly record struct HeldAsset(CollateralAsset Asset, int Symbol, decimal Quantity)
{
    /// <summary>What it counts for, unrounded, in account currency.</summary>
    public decimal Counted(decimal price) => Asset.CountedValue(Quantity * price);
}
