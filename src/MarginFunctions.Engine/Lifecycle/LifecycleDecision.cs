namespace MarginFunctions.Engine.Lifecycle;

/// <summary>What a pool becomes and whom that concerns.</summary>
/// <param name="State">The new state; the same object when nothing changes.</param>
/// <param name="Events">What is told, in order; empty when nothing changes.</param>
public readonly record struct LifecycleDecision(PoolState State, IReadOnlyList<MarginEventKind> Events)
{
    /// <summary>Whether anything changes.</summary>
    public bool IsChange => Events.Count > 0;
}
