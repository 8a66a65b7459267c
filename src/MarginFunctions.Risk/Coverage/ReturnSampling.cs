namespace MarginFunctions.Risk.Coverage;

/// <summary>How moves over a horizon are taken from a history whose prices are closer together than the horizon is long.</summary>
public enum ReturnSampling
{
    /// <summary>One move from every moment that the horizon still fits behind. All of the history is used; neighbours share all but one step, so moves are not independent.</summary>
    Overlapping,

    /// <summary>Moves end to end, the newest ending at the newest price. Independent as far as steps are, and few: a history of a year has 36 of ten days.</summary>
    Consecutive,

    /// <summary>
    /// Moves of a single step, their logarithms multiplied by <c>√(steps in the horizon)</c>. The rule holds for independent, identically distributed steps of mean zero; fat
    /// tails and volatility clusters break it.
    /// </summary>
    SquareRootOfTime,
}
