using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>An order that the venue has and what it did so far.</summary>
internal sealed class OpenOrder(LiquidationJob job, LiquidationOrder order, bool isDead)
{
    public LiquidationJob Job { get; } = job;

    public LiquidationOrder Order { get; } = order;

    /// <summary>Never filled: lost at the venue.</summary>
    public bool IsDead { get; } = isDead;

    public decimal Filled { get; set; }

    /// <summary>Filled contracts times their prices.</summary>
    public decimal Paid { get; set; }
}
