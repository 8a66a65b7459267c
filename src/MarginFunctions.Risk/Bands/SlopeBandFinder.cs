using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>Bands of a pool whose marks are bound together by options or scenarios: the sides of one box of marks within which <c>f = E − level·MM</c> keeps its sign for every level at once.</summary>
/// <remarks>
/// <para>
/// <c>f</c> is a minimum of sums of smooth functions of the marks: <c>MM</c> is the greatest of its scenarios and floors. Each sum's change over a box is bounded by <see cref="BoxSums"/>, in which hedges cancel, and bounds of
/// a minimum are the minima of bounds. The box is found by <see cref="BoxSearch"/>, and it holds because it was verified.
/// </para>
/// <para>
/// Statuses depend on two more things. Without a requirement there is no level to be below: where <c>f</c> is negative, <c>MM</c> itself must stay positive. And amounts are rounded: a guard of
/// <c>(1 + level)·(1e-8·(2 + Σ|q·m| of options) + 1e-10·Σ amounts)</c>, the amounts being the greatest inside the box, is kept from 0; it covers the arithmetic in double as well.
/// The moment and the ranges are those of the marks: time decay is not in the bands.
/// </para>
/// </remarks>
internal static class SlopeBandFinder
{
    /// <summary>The box of a pool that can be assessed, or null when nothing but today's marks is safe.</summary>
    /// <param name="pool">A pool that is not separable.</param>
    /// <param name="marks">The marks at which it was assessed.</param>
    /// <param name="exact">Its unrounded assessment.</param>
    /// <param name="levels">The watched levels.</param>
    public static MarkBox? Find(ResolvedPool pool, MarkSet marks, in (decimal Equity, decimal Initial, decimal Maintenance) exact, ReadOnlySpan<decimal> levels)
    {
        Span<WatchedValue> values = stackalloc WatchedValue[levels.Length + 1];
        var count = 0;
        var mayBeBelow = false;
        foreach (var level in levels)
        {
            var value = exact.Equity - level * exact.Maintenance;
            values[count++] = new WatchedValue(1, (double)level, (double)value);
            mayBeBelow |= value < 0;
        }

        if (mayBeBelow && HasRequirement(pool))
        {
            values[count++] = new WatchedValue(0, 1, (double)-exact.Maintenance);
        }

        var box = new MarkBox(pool.Symbols, marks);
        if (BoundsOf(pool, marks, box, exact.Maintenance) is not { } bounds)
        {
            return null;
        }

        Span<double> volatilities = pool.Symbols.Count <= 64 ? stackalloc double[pool.Symbols.Count] : new double[pool.Symbols.Count];
        for (var i = 0; i < volatilities.Length; i++)
        {
            volatilities[i] = (double)marks.Parameters.Volatilities[pool.Symbols[i]];
        }

        return BoxSearch.TryWiden(box, bounds, values[..count], volatilities) ? box : null;
    }

    private static BoxBounds? BoundsOf(ResolvedPool pool, MarkSet marks, MarkBox box, decimal maintenance)
    {
        // Without positions there is nothing to carry, and no scenarios.
        if (pool.Mode == AccountMode.Standard || !HasRequirement(pool))
        {
            return new StandardBounds(pool, marks, box);
        }

        var bounds = ScenarioBounds.Of(pool, marks, box);
        Depegs.TryAdd(pool.LayoutOf(marks.Parameters), marks.RiskArraysOf(marks.Parameters.PortfolioMargin!), evidence: null, out _, out var depegs, out _);

        // Pieces that do not rebuild the requirement bound something else.
        return Math.Abs(bounds.MaintenanceToday() + depegs - (double)maintenance) <= 2e-8 + 1e-9 * (double)maintenance ? bounds : null;
    }

    /// <summary>Whether the pool ever needs margin: one of nothing but collateral and bought options in standard mode does not, and is bad debt or not by its equity alone.</summary>
    private static bool HasRequirement(ResolvedPool pool) =>
        pool.PositionArray.Length > 0 || pool.OptionArray.Any(o => pool.Mode == AccountMode.Portfolio || o.Exposure < 0);
}
