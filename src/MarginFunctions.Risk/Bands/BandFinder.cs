using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Bands;

/// <summary>
/// For each mark a pool depends on, the widest band found within which <c>E − level·MM</c> keeps its sign, whatever the other marks do inside theirs.
/// </summary>
/// <remarks>
/// <c>f = E − level·MM</c> is a sum of one function a mark. Its distance from zero, the slack, is shared among the marks in proportion to how far each is likely to move it
/// (slope times volatility); each mark may use up its share and no more, so together they cannot use up the slack. Each share's band is exact: the function of one mark is
/// piecewise linear and is walked kink by kink.
/// </remarks>
public static class BandFinder
{
    /// <summary>Intersects bands with what keeps every level's sign.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="marks">The marks at which it was assessed.</param>
    /// <param name="levels">The multiples of maintenance margin whose crossing would change the pool's status.</param>
    /// <param name="symbols">The symbol indexes of <paramref name="bands"/>, ascending; all of the pool's are among them.</param>
    /// <param name="bands">Narrowed in place, one for each of <paramref name="symbols"/>.</param>
    /// <remarks>
    /// A pool that cannot be assessed gets <see cref="PriceBand.Nothing"/> for every mark, so the missing one is looked at when it comes. A pool whose status hangs on rounding gets
    /// just today's marks. Sound for marks from 1e-12 up; within quantities of 1e11, contract sizes of 1e5 and prices of 1e10 nothing overflows for 100 positions.
    /// </remarks>
    public static void Narrow(ResolvedPool pool, MarkSet marks, ReadOnlySpan<decimal> levels, IReadOnlyList<int> symbols, Span<PriceBand> bands)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentOutOfRangeException.ThrowIfNotEqual(bands.Length, symbols.Count);
        if (!PoolAssessor.TryAssessExactly(pool, marks, out var exact, out _))
        {
            foreach (var symbol in pool.Symbols)
            {
                bands[PlaceOf(symbol, symbols)] = PriceBand.Nothing;
            }

            return;
        }

        if (!pool.IsSeparable)
        {
            NarrowToBox(pool, marks, exact, levels, symbols, bands);
            return;
        }

        var magnitude = PoolMagnitude.Of(pool, marks);
        var hasPositions = pool.PositionArray.Length > 0;
        var mayVanish = RequirementMayVanish(pool);
        foreach (var level in levels)
        {
            var value = exact.Equity - level * exact.Maintenance;

            // Statuses are decided on rounded amounts. Rounding moves equity and maintenance by less than one unit of the last place each; that much slack is not given away, nor
            // what the search itself may be wrong by.
            var guard = (1 + level) * new decimal(1, 0, 0, false, MoneyRounding.Places) + PoolMagnitude.ArithmeticError(magnitude);

            // Where rounding, not the value's sign, decides the status, a move either way can change it.
            if (hasPositions && (mayVanish || (value >= 0 && value < guard)))
            {
                PinToMarks(pool, marks, symbols, bands);
                return;
            }

            var slack = Math.Max(0, Math.Abs(value) - guard);
            NarrowLevel(pool, marks, level, slack, falling: value >= 0, PoolMagnitude.HighestFactor(magnitude, level), symbols, bands);
        }
    }

    /// <summary>Whether dust is all there is: at some mark from 1e-12 up its requirement is too small for a decimal, and having none is a status of its own.</summary>
    private static bool RequirementMayVanish(ResolvedPool pool)
    {
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            var lowest = (double)Math.Abs(position.Exposure) * (double)position.Instrument.Tiers.Brackets[0].MaintenanceRate * (position.IsInverse ? 1 : 1e-12);
            if (lowest >= 1e-27)
            {
                return false;
            }
        }

        return true;
    }

    private static void NarrowToBox(
        ResolvedPool pool, MarkSet marks, in (decimal Equity, decimal Initial, decimal Maintenance) exact, ReadOnlySpan<decimal> levels, IReadOnlyList<int> symbols, Span<PriceBand> bands)
    {
        if (levels.Length == 0)
        {
            return;
        }

        if (SlopeBandFinder.Find(pool, marks, exact, levels) is not { } box)
        {
            PinToMarks(pool, marks, symbols, bands);
            return;
        }

        for (var i = 0; i < box.Count; i++)
        {
            var mark = marks.Find(pool.Symbols[i])!.Value;
            ref var band = ref bands[PlaceOf(pool.Symbols[i], symbols)];
            band = band.Intersect(new PriceBand(RoundUp((decimal)box.Low[i], mark), RoundDown((decimal)box.High[i], mark)));
        }
    }

    private static void PinToMarks(ResolvedPool pool, MarkSet marks, IReadOnlyList<int> symbols, Span<PriceBand> bands)
    {
        foreach (var symbol in pool.Symbols)
        {
            var mark = marks.Find(symbol)!.Value;
            ref var band = ref bands[PlaceOf(symbol, symbols)];
            band = band.Intersect(new PriceBand(mark, mark));
        }
    }

    private static void NarrowLevel(
        ResolvedPool pool, MarkSet marks, decimal level, decimal slack, bool falling, decimal highestFactor, IReadOnlyList<int> symbols, Span<PriceBand> bands)
    {
        Span<double> weights = pool.Symbols.Count <= 64 ? stackalloc double[pool.Symbols.Count] : new double[pool.Symbols.Count];
        Weigh(pool, marks, level, weights);
        for (var i = 0; i < weights.Length; i++)
        {
            var symbol = pool.Symbols[i];
            var mark = marks.Find(symbol)!.Value;
            var share = slack * (decimal)weights[i];
            var move = PriceMove.OfSymbol(pool, marks, symbol);
            var low = move.FindCrossing(level, share, falling, end: 0) is { } down ? RoundUp(mark * down, mark) : 0;
            var high = RoundDown(mark * (move.FindCrossing(level, share, falling, highestFactor) ?? highestFactor), mark);

            ref var band = ref bands[PlaceOf(symbol, symbols)];
            band = band.Intersect(new PriceBand(low, high));
        }
    }

    /// <summary>Shares that are not negative and sum to at most one.</summary>
    private static void Weigh(ResolvedPool pool, MarkSet marks, decimal level, Span<double> weights)
    {
        if (weights.Length == 1)
        {
            weights[0] = 1;
            return;
        }

        var total = 0d;
        for (var i = 0; i < weights.Length; i++)
        {
            var symbol = pool.Symbols[i];
            var move = PriceMove.OfSymbol(pool, marks, symbol);
            var swing = Math.Abs(move.Value(level, 1.01m) - move.Value(level, 0.99m));
            weights[i] = (double)swing * (double)marks.Parameters.Volatilities[symbol];
            total += weights[i];
        }

        // Twelve digits of each share are kept, cut off: whatever the division rounds to, the sum stays at or below one.
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = total > 0 ? Math.Floor(weights[i] / total * 1e12) / 1e12 : 0;
        }
    }

    private static int PlaceOf(int symbol, IReadOnlyList<int> symbols)
    {
        for (var i = 0; i < symbols.Count; i++)
        {
            if (symbols[i] == symbol)
            {
                return i;
            }
        }

        throw new ArgumentException($"Symbol {symbol} is not among the account's symbols.", nameof(symbols));
    }

    // Ends are rounded inwards to keep rows short, but never past the mark itself.
    private static decimal RoundUp(decimal low, decimal mark) => Math.Min(mark, decimal.Round(low, 12, MidpointRounding.ToPositiveInfinity));

    private static decimal RoundDown(decimal high, decimal mark) => Math.Max(mark, decimal.Round(high, 12, MidpointRounding.ToNegativeInfinity));
}
