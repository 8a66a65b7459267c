using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>A pool after some of it has been closed.</summary>
/// <param name="Margin">Equity, after all costs, and requirements.</param>
/// <param name="Level">The multiple of maintenance margin to reach.</param>
/// <param name="Cost">What closing cost.</param>
/// <param name="Notional">How much was closed.</param>
internal readonly record struct ReducedState(MarginPosition Margin, decimal Level, decimal Cost, decimal Notional)
{
    /// <summary><c>E − level·MM</c>.</summary>
    public decimal Value => Margin.Equity - Level * Margin.Maintenance;

    /// <summary>Equity at the level or above it; with nothing left to hold margin for, not negative.</summary>
    public bool IsRestored => Value >= 0;
}
