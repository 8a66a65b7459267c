namespace MarginFunctions.Risk.Coverage;

/// <summary>The stretch of history that a scenario repeats.</summary>
/// <param name="From">The moment of its first prices.</param>
/// <param name="To">The moment of its last prices.</param>
public readonly record struct ScenarioPeriod(DateTimeOffset From, DateTimeOffset To);
