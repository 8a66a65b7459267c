using MarginFunctions.Engine.Cover;

namespace MarginFunctions.Engine.State;

/// <summary>An account's cover and the sequence that last set it.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Sequence">The update that said so.</param>
/// <param name="LedgerThrough">The number of the last entry of the account's ledger that the reserve counts; 0 when it counts none.</param>
public sealed record HeldCover(CoverFacts Facts, long Sequence, long LedgerThrough = 0);
