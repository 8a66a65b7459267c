using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>A pool of which something is decided.</summary>
/// <param name="Number">The account's decision number.</param>
/// <param name="Before">Its state before.</param>
/// <param name="After">Its state after.</param>
/// <param name="Events">What is told; empty when nothing is, and only cover was drawn or a job issued.</param>
/// <param name="Margin">The margin that it was decided on, before anything was drawn.</param>
/// <param name="Pool">The pool as it was decided on; null when its position is gone.</param>
/// <param name="Cover">What could be drawn, in the policy's order.</param>
/// <param name="Drawn">What was drawn of it.</param>
internal sealed record PoolChange(
    long Number,
    PoolState Before,
    PoolState After,
    IReadOnlyList<MarginEventKind> Events,
    MarginPosition Margin,
    ResolvedPool? Pool,
    IReadOnlyList<CoverAmount> Cover,
    IReadOnlyList<CoverAmount> Drawn)
{
    /// <summary>What the pool's liquidation sends beside the events.</summary>
    public LiquidationStep Step { get; init; } = LiquidationStep.None;

    /// <summary>The margin with the money counted that was drawn.</summary>
    public MarginPosition Covered => Margin with { Equity = Margin.Equity + Drawn.Sum(d => d.Amount) };

    /// <summary>Whether the pool itself is decided on, and not only its liquidation's next step.</summary>
    public bool IsOfPool => !ReferenceEquals(Before, After) || Drawn.Count > 0;

    /// <summary>Whether marks have crossed a level that bands watch: not the clock a deadline, nor a call's amount another one.</summary>
    public bool IsCrossing => !Events.Contains(MarginEventKind.Expired) && (Before.Status != After.Status || (Before.Status == MarginStatus.Warned && Drawn.Count > 0));
}
