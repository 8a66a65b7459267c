namespace MarginFunctions.Risk.Dynamic;

/// <summary>What a publication made.</summary>
/// <param name="Risk">The next state.</param>
/// <param name="Missing">Underlyings without a fresh mark, in ordinal order: they kept their range and variance.</param>
public sealed record DynamicStep(DynamicRisk Risk, IReadOnlyList<string> Missing);
