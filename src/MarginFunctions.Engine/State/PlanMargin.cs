namespace MarginFunctions.Engine.State;

/// <summary>A pool's margin in a plan, in account currency.</summary>
/// <param name="Equity">Equity.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
public sealed record PlanMargin(decimal Equity, decimal Initial, decimal Maintenance);
