using MarginFunctions.Engine.Cover;

namespace MarginFunctions.Engine.Lifecycle;

/// <summary>What a pool becomes and whom that concerns.</summary>
/// <param name="State">The new state; the same object when nothing changes.</param>
/// <param name="Events">What is told, in order; empty when nothing is.</param>
public readonly record struct LifecycleDecision(PoolState State, IReadOnlyList<MarginEventKind> Events)
{
    /// <summary>What is drawn of the cover, in the order in which it was offered; empty when nothing is. State and events are those of the pool with this money counted.</summary>
    public IReadOnlyList<CoverAmount> Drawn { get; init; } = [];

    /// <summary>Whether anything changes.</summary>
    public bool IsChange => Events.Count > 0 || Drawn.Count > 0;
}
