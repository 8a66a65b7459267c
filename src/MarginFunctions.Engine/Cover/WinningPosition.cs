using MarginFunctions.Risk.Cover;

namespace MarginFunctions.Engine.Cover;

/// <summary>A position that may be closed against a bankrupt one.</summary>
/// <param name="Pool">The pool it is in, whose equity stands behind it.</param>
/// <param name="Candidate">What its rank is made of.</param>
public sealed record WinningPosition(string Pool, DeleveragingCandidate Candidate);
