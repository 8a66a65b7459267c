using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Margin;

/// <summary>
/// How <c>E − level·MM</c> of a pool changes when one mark, or all marks of one underlying, are multiplied by a factor and the others stand still: a piecewise linear function
/// of the factor, whose crossings are found exactly by walking from kink to kink.
/// </summary>
internal readonly struct PriceMove
{
    /// <summary>Factors above this are not looked at: no mark a million times today's is ever accepted as one tick.</summary>
    public const decimal MaximumFactor = 1_000_000m;

    private readonly ResolvedPool pool;
    private readonly MarkSet marks;
    private readonly int symbol;
    private readonly string? underlying;

    private PriceMove(ResolvedPool pool, MarkSet marks, int symbol, string? underlying)
    {
        this.pool = pool;
        this.marks = marks;
        this.symbol = symbol;
        this.underlying = underlying;
    }

    public static PriceMove OfSymbol(ResolvedPool pool, MarkSet marks, int symbol) => new(pool, marks, symbol, underlying: null);

    public static PriceMove OfUnderlying(ResolvedPool pool, MarkSet marks, string underlying) => new(pool, marks, symbol: -1, underlying);

    /// <summary><c>E − level·MM</c> of everything that moves, at a factor of today's marks; what stands still and constants are left out.</summary>
    public decimal Value(decimal level, decimal factor)
    {
        var equity = 0m;
        var initial = 0m;
        var maintenance = 0m;
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            if (Moves(position.Symbol))
            {
                position.Add(Mark(position.Symbol) * factor, ref equity, ref initial, ref maintenance);
            }
        }

        foreach (ref readonly var holding in pool.CollateralArray.AsSpan())
        {
            if (Moves(holding.Symbol))
            {
                equity += holding.Value(Mark(holding.Symbol) * factor);
            }
        }

        return equity - level * maintenance;
    }

    /// <summary>The nearest factor from 1, going down or up, beyond which the value has changed by more than <paramref name="slack"/> in the given sense.</summary>
    /// <param name="level">The multiple of maintenance margin.</param>
    /// <param name="slack">Not negative.</param>
    /// <param name="falling">True: a fall of the value uses the slack up; false: a rise does.</param>
    /// <param name="end">Where to stop looking: 0 to look down, <see cref="PoolMagnitude.HighestFactor"/> to look up; 1 looks at nothing.</param>
    /// <returns>Null when no factor from 1 to <paramref name="end"/> uses the slack up.</returns>
    public decimal? FindCrossing(decimal level, decimal slack, bool falling, decimal end)
    {
        var start = Value(level, 1);
        var here = 1m;
        var left = slack;
        while (here != end)
        {
            var next = NextKink(here, end);
            var change = Value(level, next) - start;
            var leftThere = slack + (falling ? change : -change);
            if (leftThere < 0)
            {
                return here + (next - here) * (left / (left - leftThere));
            }

            here = next;
            left = leftThere;
        }

        return null;
    }

    /// <summary>The next factor on the way to <paramref name="end"/> at which a moving amount passes one of its bounds; <paramref name="end"/> itself when none does.</summary>
    private decimal NextKink(decimal factor, decimal end)
    {
        var next = end;
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            // An inverse position's notional is constant: no kinks.
            if (!position.IsInverse && Moves(position.Symbol))
            {
                Nearer(position.Instrument.Tiers.Bounds, position.Notional(Mark(position.Symbol)), factor, end, ref next);
            }
        }

        foreach (ref readonly var holding in pool.CollateralArray.AsSpan())
        {
            if (holding.Schedule is not null && Moves(holding.Symbol))
            {
                Nearer(holding.Schedule.Kinks, holding.Quantity * Mark(holding.Symbol), factor, end, ref next);
            }
        }

        return next;
    }

    /// <summary>Moves <paramref name="next"/> to the nearest of the bounds, which are ascending, that an amount of <paramref name="today"/> passes beyond <paramref name="factor"/>.</summary>
    private static void Nearer(ReadOnlySpan<decimal> bounds, decimal today, decimal factor, decimal end, ref decimal next)
    {
        // Dust can be 0 at decimal's 28 places, and a debit balance has no bounds.
        if (today <= 0)
        {
            return;
        }

        // Amounts are compared and only the nearest bound is divided by: a division costs as much as ten comparisons, and a large bound over a dust position would overflow.
        var here = today * factor;
        if (end > 1)
        {
            var farthest = today * end;
            for (var n = 0; n < bounds.Length && bounds[n] <= farthest; n++)
            {
                // A bound that was the last kink may compare as just above it by the quotient's rounding; then the one after it is the next.
                if (bounds[n] > here && bounds[n] / today is var kink && kink > factor)
                {
                    next = Math.Min(next, kink);
                    return;
                }
            }

            return;
        }

        for (var n = bounds.Length - 1; n >= 0; n--)
        {
            if (bounds[n] < here && bounds[n] / today is var kink && kink < factor)
            {
                next = Math.Max(next, kink);
                return;
            }
        }
    }

    private bool Moves(int index) => underlying is null ? index == symbol : marks.Parameters.Underlyings[index] == underlying;

    private decimal Mark(int index)
    {
        marks.TryGet(index, out var mark);
        return mark;
    }
}
