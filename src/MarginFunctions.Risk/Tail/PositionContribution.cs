namespace MarginFunctions.Risk.Tail;

/// <summary>A position's part in a portfolio's tail. Positive adds risk, negative hedges.</summary>
/// <param name="ComponentValueAtRisk">Its loss in the scenario or two that value at risk is read from, weighted.</param>
/// <param name="ComponentExpectedShortfall">Its mean loss in the portfolio's tail.</param>
/// <param name="IncrementalValueAtRisk">Value at risk with it less value at risk without it.</param>
/// <param name="IncrementalExpectedShortfall">Expected shortfall with it less expected shortfall without it.</param>
public readonly record struct PositionContribution(
    double ComponentValueAtRisk, double ComponentExpectedShortfall, double IncrementalValueAtRisk, double IncrementalExpectedShortfall);
