using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Cover;

/// <summary>An amount of cover.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Amount">In account currency, positive, at most 8 places.</param>
public sealed record CoverAmount(CoverSource Source, decimal Amount);
