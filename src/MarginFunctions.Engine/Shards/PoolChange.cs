using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>A pool whose status changes.</summary>
/// <param name="Number">The account's decision number.</param>
/// <param name="Before">Its state before.</param>
/// <param name="After">Its state after.</param>
/// <param name="Events">What is told.</param>
/// <param name="Margin">The margin that it was decided on.</param>
/// <param name="Pool">The pool; null when its position is gone.</param>
internal sealed record PoolChange(
    long Number, PoolState Before, PoolState After, IReadOnlyList<MarginEventKind> Events, MarginPosition Margin, ResolvedPool? Pool);
