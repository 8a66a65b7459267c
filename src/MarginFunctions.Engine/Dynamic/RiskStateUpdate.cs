using MarginFunctions.Engine.State;

namespace MarginFunctions.Engine.Dynamic;

/// <summary>What an update of the risk state makes.</summary>
/// <param name="Next">The next version.</param>
/// <param name="Missing">Underlyings without a fresh mark: they keep their range.</param>
public sealed record RiskStateUpdate(RiskStateRecord Next, IReadOnlyList<string> Missing);
