namespace MarginFunctions.Risk.Coverage;

/// <summary>How much more collateral a pool needs, with the scenarios that say so.</summary>
/// <param name="Asset">What is to be added.</param>
/// <param name="Amount">Units, rounded up at 8 places; 0 when none are needed; null when no amount up to 100,000,000,000 suffices, as under a cap.</param>
/// <param name="ProbabilityNow">The probability of a call without it.</param>
/// <param name="ProbabilityWith">The probability of a call with it, at most what was asked for; null when no amount suffices.</param>
/// <param name="StillCalled">The scenarios that are in call with it, ascending; those in call now when no amount suffices.</param>
/// <param name="Deciding">The scenarios that are not in call with it and would be with 0.00000001 less, ascending; none when nothing is needed or nothing suffices.</param>
public sealed record CoverageAdvice(
    string Asset, decimal? Amount, decimal ProbabilityNow, decimal? ProbabilityWith, IReadOnlyList<int> StillCalled, IReadOnlyList<int> Deciding);
