using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>What is closed of one pool, and the evidence: <c>Before.Maintenance − Σ freed = After.Maintenance</c>, and <c>Before.Equity − Σ cost</c> plus what haircuts give back on collateral sold is <c>After.Equity</c>.</summary>
/// <param name="Pool">The pool's key.</param>
/// <param name="Outcome">How far it goes.</param>
/// <param name="Level">The multiple of maintenance margin that it is to reach.</param>
/// <param name="Before">The pool at the marks.</param>
/// <param name="After">The pool with every order filled at its mark, fees and expected impact paid.</param>
/// <param name="Orders">Positions and options in ordinal order of their names, then collateral in the order of its sale.</param>
public sealed record LiquidationPlan(string Pool, LiquidationOutcome Outcome, decimal Level, MarginPosition Before, MarginPosition After, IReadOnlyList<LiquidationOrder> Orders)
{
    /// <summary>Whether equity reaches the level. A plan that closes everything may not.</summary>
    public bool IsRestored => After.Equity >= Level * After.Maintenance;

    /// <summary>Fees and expected impact of all orders.</summary>
    public decimal Cost => Orders.Sum(o => o.Cost.Total);

    /// <summary>What the insurance fund and those after it have to cover when nothing is left to sell: <c>max(0, −E)</c>.</summary>
    public decimal Uncovered => Math.Max(0, -After.Equity);
}
