namespace MarginFunctions.Risk.Scenarios;

/// <summary>One charge of a requirement, unrounded.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Amount">Account currency before factors, not negative.</param>
/// <param name="Factors">What it counts for in the two requirements.</param>
public sealed record ChargeAmount(string Name, ChargeKind Kind, double Amount, MarginFactors Factors);
