using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Margin;

/// <summary>The marks at which a position's pool gets into trouble, in the instrument's price.</summary>
/// <param name="Liquidation">Where equity equals maintenance margin, both valued at that price; null when no price does it.</param>
/// <param name="Bankruptcy">Where equity is zero; null when no price does it.</param>
/// <remarks>
/// Found along the move of the position's own underlying: every mark of that underlying, collateral included, moves in the same ratio, and all others stand still with their
/// requirements counted; factors above a million are not looked at. For a linear position without others on its underlying this is Binance's cross liquidation price (Binance
/// Support, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts", first published 2020-08-14, revised since without a date); for coin-margined positions the coin
/// collateral moves along, as it does at coin-margined venues. In pools with options or by scenarios the nearest change of sign, below or above, is bracketed in steps of 2 %, volatilities standing
/// still, and bisected; two changes inside one step cancel out. Rounded at 8 places, 12 when the mark is below 1, towards the current mark and never past it.
/// </remarks>
public readonly record struct TroublePrices(decimal? Liquidation, decimal? Bankruptcy)
{
    private const int SmallPricePlaces = 12;

    /// <summary>Finds both prices for one perpetual or future.</summary>
    /// <param name="pool">The pool that holds the position.</param>
    /// <param name="position">Its place in <see cref="ResolvedPool.Positions"/>.</param>
    /// <param name="marks">Today's marks.</param>
    /// <returns>Falling prices are searched for a long position and rising ones for a short; when the pool is in trouble already, the other way: the price is behind.</returns>
    /// <exception cref="InvalidOperationException">The pool cannot be assessed at these marks; the message names what is missing.</exception>
    public static TroublePrices Find(ResolvedPool pool, int position, MarkSet marks)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        if (!PoolAssessor.TryAssessExactly(pool, marks, out var exact, out var missing))
        {
            throw new InvalidOperationException($"Pool {pool.Key} cannot be assessed: {missing} is missing.");
        }

        ref readonly var held = ref pool.PositionArray[position];
        marks.TryGet(held.Symbol, out var mark);
        if (!pool.IsSeparable)
        {
            return At(mark, Factors(pool, marks, held.Instrument.Underlying));
        }

        var isLong = held.Exposure > 0;
        var move = PriceMove.OfUnderlying(pool, marks, held.Instrument.Underlying);
        var magnitude = PoolMagnitude.Of(pool, marks);
        var places = Places(mark);

        decimal? Price(decimal level)
        {
            var value = exact.Equity - level * exact.Maintenance;
            var sound = value >= 0;
            var upwards = sound != isLong;
            var end = upwards ? PoolMagnitude.HighestFactor(magnitude, level) : 0;
            return move.FindCrossing(level, Math.Abs(value), falling: sound, end) switch
            {
                > 0 and var factor when upwards => Math.Max(mark, Rounded(mark * factor, places, MidpointRounding.ToNegativeInfinity)),
                > 0 and var factor => Math.Min(mark, Rounded(mark * factor, places, MidpointRounding.ToPositiveInfinity)),
                _ => null,
            };
        }

        return new TroublePrices(Price(level: 1), Price(level: 0));
    }

    /// <summary>Finds both prices for every perpetual and future of a pool. In a pool that is not separable the search is the underlying's, and done once for all positions on it.</summary>
    /// <returns>In the order of <see cref="ResolvedPool.Positions"/>.</returns>
    /// <exception cref="InvalidOperationException">The pool cannot be assessed at these marks; the message names what is missing.</exception>
    public static IReadOnlyList<TroublePrices> FindAll(ResolvedPool pool, MarkSet marks)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        if (pool.IsSeparable)
        {
            return [.. Enumerable.Range(0, pool.PositionArray.Length).Select(position => Find(pool, position, marks))];
        }

        var factors = pool.PositionArray.Select(p => p.Instrument.Underlying).Distinct(StringComparer.Ordinal)
            .ToDictionary(underlying => underlying, underlying => Factors(pool, marks, underlying), StringComparer.Ordinal);
        return [.. pool.PositionArray.Select(p => At(marks.Find(p.Symbol)!.Value, factors[p.Instrument.Underlying]))];
    }

    private static (decimal? Liquidation, decimal? Bankruptcy) Factors(ResolvedPool pool, MarkSet marks, string underlying) =>
        (BracketedRoot.Find(pool, marks, underlying, level: 1), BracketedRoot.Find(pool, marks, underlying, level: 0));

    private static TroublePrices At(decimal mark, (decimal? Liquidation, decimal? Bankruptcy) factors) => new(
        factors.Liquidation is { } liquidation ? Rounded(mark * liquidation, Places(mark), MidpointRounding.ToEven) : null,
        factors.Bankruptcy is { } bankruptcy ? Rounded(mark * bankruptcy, Places(mark), MidpointRounding.ToEven) : null);

    private static int Places(decimal mark) => mark < 1 ? SmallPricePlaces : MoneyRounding.Places;

    // The last digits of the search are noise; without the first rounding a price of 12,000 would come out as 11,999.99999999.
    private static decimal Rounded(decimal price, int places, MidpointRounding direction) => decimal.Round(decimal.Round(price, places + 6), places, direction);
}
