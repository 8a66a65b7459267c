namespace MarginFunctions.Risk.Scenarios;

/// <summary>A bracket of the cost of closing one underlying.</summary>
/// <param name="Floor">Lower bound of the cost, in account currency; the first is 0.</param>
/// <param name="Multiple">What the cost inside the bracket is multiplied by, above 0 and at most 100.</param>
public sealed record LiquidityTier(decimal Floor, decimal Multiple);
