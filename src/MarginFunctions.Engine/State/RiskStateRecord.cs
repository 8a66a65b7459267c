using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.State;

/// <summary>One version of the risk state: the body of its row. Never changed once stored, so that a decision that names it can be made again.</summary>
/// <param name="Version">1 for the first; raised by one with each.</param>
/// <param name="At">When it was published.</param>
/// <param name="ParametersVersion">The risk parameters it was made under.</param>
/// <param name="Underlyings">Variance, covariances, last mark and range of each underlying, in ordinal order.</param>
public sealed record RiskStateRecord(long Version, DateTimeOffset At, string ParametersVersion, IReadOnlyList<UnderlyingRisk> Underlyings)
{
    /// <summary>What margin is told of it.</summary>
    public RiskState ToRiskState() => new(Version, Underlyings.ToDictionary(u => u.Underlying, u => u.Range, StringComparer.Ordinal));
}
