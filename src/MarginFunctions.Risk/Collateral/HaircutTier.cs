namespace MarginFunctions.Risk.Collateral;

/// <summary>One bracket of a haircut schedule.</summary>
/// <param name="Floor">Lower bound of the holding's market value, inclusive, in account currency; the first is 0.</param>
/// <param name="Haircut">The fraction taken off the value inside the bracket, in [0, 1]; 0.05 counts 95 %.</param>
public readonly record struct HaircutTier(decimal Floor, decimal Haircut);
