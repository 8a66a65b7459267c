using System.Diagnostics.CodeAnalysis;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>Requirement of a whole pool by scenarios: its worst loss over a grid of price and volatility moves, and charges for what the grid does not see.</summary>
/// <remarks>
/// <para>
/// Per underlying <c>u</c> and scenario <c>j</c>, with <c>q·m</c> the sizes of positions and <c>ΔV</c> the change of one unit's value (<see cref="RiskRows"/>), the loss is <c>L = −Σ q·m·ΔV_j</c>, which counts as
/// <see cref="MarginScenario"/> says, and <c>ℓ(u, j)</c> is that less the haircut given back. Losses of underlyings are put together by <see cref="LossCombination"/>. Then, with factors <c>φ</c> and amounts
/// <c>c</c> of charges, for initial and for maintenance margin:
/// </para>
/// <code>
/// separate   Σ_u max(φ·max(ℓ_u, stress_u) + Σ φ_k·c_k, floors_u) + Σ depegs
/// joint      max(φ·max(ℓ, Σ stress_u) + Σ φ_k·c_k, Σ floors_u) + Σ depegs
/// </code>
/// <para>
/// <b>Collateral</b> counts once. Netted collateral is a position in its coin: a holding of value <c>v</c> that equity counts as <c>c(v)</c> loses <c>−v·x</c> in a scenario, and the <c>v − c(v)</c> that equity is short of is
/// given back, so equity less the scenario's loss is what the pool is worth there. What a venue cap cuts off is neither moved nor given back. Debit balances are short positions.
/// </para>
/// <para>
/// <b>Ends.</b> Nothing without positions, whatever the collateral: there is nothing to carry. Never negative. From its expiry on an option is worth what exercise gives. All sums are in double, in the order of
/// <see cref="PortfolioLayout"/>; each total becomes a decimal once, rounded up.
/// </para>
/// </remarks>
public static class PortfolioMargin
{
    /// <summary>The requirement alone. Allocates nothing once the marks' risk arrays and the pool's layout are there; they are made at first use.</summary>
    /// <param name="pool">A cross pool.</param>
    /// <param name="marks">Marks of the same parameter version, with the moment that options are valued for.</param>
    /// <param name="model">The model.</param>
    /// <param name="initial">Initial margin in account currency, rounded up; meaningless when the result is false.</param>
    /// <param name="maintenance">Maintenance margin in account currency, rounded up, never above <paramref name="initial"/>; meaningless when the result is false.</param>
    /// <param name="missing">The symbol without a mark, the contract without a moment, or the name without parameters; null when the result is true.</param>
    /// <returns>False when something that the requirement depends on is missing. It is a failure, never a zero.</returns>
    /// <exception cref="ArgumentException">The pool is an isolated position with margin in coin.</exception>
    /// <exception cref="OverflowException">The requirement is beyond a decimal of 8 places.</exception>
    public static bool TryAssess(ResolvedPool pool, MarkSet marks, PortfolioMarginModel model, out decimal initial, out decimal maintenance, out string? missing) =>
        TryEvaluate(pool, marks, model, evidence: null, out initial, out maintenance, out missing);

    /// <summary>The requirement and what it is made of.</summary>
    /// <param name="pool">A cross pool.</param>
    /// <param name="marks">Marks of the same parameter version, with the moment that options are valued for.</param>
    /// <param name="model">The model.</param>
    /// <param name="requirement">The amounts of the other overload, to the last digit, with their evidence; null when the result is false.</param>
    /// <param name="missing">The symbol without a mark, the contract without a moment, or the name without parameters; null when the result is true.</param>
    /// <returns>False when something that the requirement depends on is missing.</returns>
    /// <exception cref="ArgumentException">The pool is an isolated position with margin in coin.</exception>
    /// <exception cref="OverflowException">The requirement is beyond a decimal of 8 places.</exception>
    public static bool TryAssess(ResolvedPool pool, MarkSet marks, PortfolioMarginModel model, [NotNullWhen(true)] out PortfolioRequirement? requirement, out string? missing)
    {
        var evidence = new EvidenceBuilder();
        requirement = TryEvaluate(pool, marks, model, evidence, out var initial, out var maintenance, out missing) ? evidence.Build(model, initial, maintenance) : null;
        return requirement is not null;
    }

    private static bool TryEvaluate(
        ResolvedPool pool, MarkSet marks, PortfolioMarginModel model, EvidenceBuilder? evidence, out decimal initial, out decimal maintenance, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(model);
        (initial, maintenance, missing) = (0, 0, pool.UnknownName);
        if (missing is not null || (pool.PositionArray.Length == 0 && pool.OptionArray.Length == 0))
        {
            return missing is null;
        }

        var arrays = marks.RiskArraysOf(model);
        var layout = pool.LayoutOf(marks.Parameters);
        Span<double> buffer = stackalloc double[2 * arrays.Stride];
        buffer.Clear();
        var changes = buffer[..arrays.Stride];
        var losses = changes[..model.Scenarios.Count];
        var joint = buffer[arrays.Stride..][..losses.Length];
        var total = new RequirementTotal(model);
        foreach (ref readonly var group in layout.Groups.AsSpan())
        {
            if (!UnderlyingSums.TryAdd(layout, group, arrays, changes, out var sums, out missing))
            {
                return false;
            }

            var charges = new UnderlyingCharges(model.Charges, sums);
            ScenarioLosses.Replace(losses, model, arrays.MovesOf(group.Underlying), sums.Released);
            total.Add(losses, joint, sums.Stress, charges);
            evidence?.Add(layout, group, arrays, losses, sums, charges);
        }

        if (!Depegs.TryAdd(layout, arrays, evidence, out var depegInitial, out var depegMaintenance, out missing))
        {
            return false;
        }

        total.Finish(joint, depegInitial, depegMaintenance);
        evidence?.AddJoint(joint);
        initial = MoneyRounding.RoundUpScenarioAmount(total.Initial);
        maintenance = MoneyRounding.RoundUpScenarioAmount(total.Maintenance);
        return true;
    }
}
