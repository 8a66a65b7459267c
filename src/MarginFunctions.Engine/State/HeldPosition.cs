using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.State;

/// <summary>A position and the sequence that last set it.</summary>
/// <param name="Position">The facts; quantity 0 remembers that it was closed, so that an older message cannot open it again.</param>
/// <param name="Sequence">The update that said so.</param>
public sealed record HeldPosition(Position Position, long Sequence);
