namespace MarginFunctions.Risk.Scenarios;

/// <summary>One charge of a requirement, unrounded.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Amount">Account currency before factors, not negative.</param>
/// <param name="Factors">What it counts for in the two requirements.</param>
/// <param name="Move">The worst of the charge's own moves; null for a charge that has none.</param>
/// <param name="Parts">Each position's part in it, which add up to <paramref name="Amount"/>; without positions that have none. Null for a charge without moves.</param>
/// <param name="Cost">What tiers made <paramref name="Amount"/> of; null for a charge without.</param>
public sealed record ChargeAmount(
    string Name, ChargeKind Kind, double Amount, MarginFactors Factors, string? Move = null, IReadOnlyList<PositionLoss>? Parts = null, double? Cost = null);
