namespace MarginFunctions.Risk.Scenarios;

/// <summary>What a pool must hold by scenarios, with its evidence. The amounts can be rebuilt from the rest by the formulas of <see cref="PortfolioMargin"/>.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Initial">Initial margin in account currency, rounded up at 8 places.</param>
/// <param name="Maintenance">Maintenance margin in account currency, rounded up at 8 places, never above <paramref name="Initial"/>.</param>
/// <param name="Factors">What the scenarios' loss counts for.</param>
/// <param name="JointScenario">The worst scenario of all underlyings together; null when losses are separate, and when none loses.</param>
/// <param name="JointLoss">The loss in it after gain offsets, unrounded; 0 without one.</param>
/// <param name="Underlyings">Each underlying's part, in ordinal order; empty without positions.</param>
/// <param name="Depegs">The charges of stablecoins.</param>
public sealed record PortfolioRequirement(
    string Model,
    decimal Initial,
    decimal Maintenance,
    MarginFactors Factors,
    string? JointScenario,
    double JointLoss,
    IReadOnlyList<UnderlyingRequirement> Underlyings,
    IReadOnlyList<ChargeAmount> Depegs);
