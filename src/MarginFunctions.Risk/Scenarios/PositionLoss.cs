namespace MarginFunctions.Risk.Scenarios;

/// <summary>A position's or a holding's part in a scenario, after its weight and before its deduction.</summary>
/// <param name="Name">The contract's symbol, or the collateral asset.</param>
/// <param name="Loss">Account currency, unrounded; negative for a gain.</param>
public sealed record PositionLoss(string Name, double Loss);
