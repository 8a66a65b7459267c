using MarginFunctions.Risk.Liquidation;

namespace MarginFunctions.Engine.State;

/// <summary>What a liquidation job was made from: <c>Before.Maintenance − Σ freed = After.Maintenance</c>, as in <see cref="LiquidationPlan"/>.</summary>
/// <param name="Outcome">How far the plan goes.</param>
/// <param name="Level">The multiple of maintenance margin that it is to reach.</param>
/// <param name="Before">The pool at the marks.</param>
/// <param name="After">The pool with every order of the plan filled at its mark, fees and expected impact paid.</param>
/// <param name="Orders">The plan's orders, of a plan that is longer than a job those that the job took.</param>
public sealed record PlanRecord(LiquidationOutcome Outcome, decimal Level, PlanMargin Before, PlanMargin After, IReadOnlyList<PlanOrder> Orders);
