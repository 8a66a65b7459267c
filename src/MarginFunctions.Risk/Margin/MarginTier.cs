namespace MarginFunctions.Risk.Margin;

/// <summary>One bracket of a tier table.</summary>
/// <param name="Floor">Lower bound of the notional, inclusive, in account currency; the first tier's is 0.</param>
/// <param name="InitialRate">Initial margin per unit of notional inside the bracket, in (0, 1].</param>
/// <param name="MaintenanceRate">Maintenance margin per unit of notional inside the bracket, in (0, <paramref name="InitialRate"/>].</param>
public readonly record struct MarginTier(decimal Floor, decimal InitialRate, decimal MaintenanceRate);
