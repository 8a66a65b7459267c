namespace MarginFunctions.Risk.Liquidation;

/// <summary>What one step of a plan brings.</summary>
/// <param name="Gain">Change of <c>E − level·MM</c>.</param>
/// <param name="PerCost">Requirement freed, times the level, per unit of cost; the largest number when it costs nothing.</param>
/// <param name="PerNotional">The same per unit of notional closed.</param>
internal readonly record struct StepGain(decimal Gain, decimal PerCost, decimal PerNotional)
{
    /// <summary>Whether the pool is nearer to its level.</summary>
    public bool Helps => Gain > 0;

    /// <summary>From one state to the next.</summary>
    public static StepGain Between(ReducedState from, ReducedState to)
    {
        var gain = to.Value - from.Value;
        var cost = to.Cost - from.Cost;
        var notional = to.Notional - from.Notional;
        var freed = gain + cost;
        return new StepGain(gain, cost > 0 ? freed / cost : decimal.MaxValue, notional > 0 ? freed / notional : decimal.MaxValue);
    }

    /// <summary>More freed per cost; at the same, as where closing is free, more per notional.</summary>
    public bool IsBetterThan(StepGain other) => PerCost != other.PerCost ? PerCost > other.PerCost : PerNotional > other.PerNotional;
}
