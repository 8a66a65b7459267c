using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>The worst price at which an order may be filled: where equity of the pool is zero as the underlying of what is closed moves, as in <see cref="TroublePrices"/>.</summary>
/// <remarks>
/// A position's is its mark there, an option's is its value there, volatilities standing still. Rounded towards the mark, so that a fill at the limit is never beyond bankruptcy. While equity is positive a sale's limit lies below the mark and a
/// purchase's above it; once it is negative the price is behind: the limit lies on the other side, and who closes at the mark has the difference to cover. Null when no price does it on that side: then no price is worse.
/// </remarks>
internal static class LimitPrice
{
    private const int SmallPricePlaces = 12;

    /// <summary>The limit of a position.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="position">Its place there.</param>
    /// <param name="marks">The marks.</param>
    /// <param name="equity">The pool's.</param>
    /// <param name="factorOf">What <see cref="FactorOf"/> finds, once for each underlying.</param>
    public static decimal? OfPosition(ResolvedPool pool, int position, MarkSet marks, decimal equity, Func<string, decimal?> factorOf)
    {
        var held = pool.PositionArray[position];
        if (pool.IsSeparable)
        {
            return TroublePrices.Find(pool, position, marks).Bankruptcy;
        }

        var mark = marks.Find(held.Symbol)!.Value;
        if (factorOf(held.Instrument.Underlying) is not { } factor)
        {
            return null;
        }

        var price = decimal.Round(mark * factor, mark < 1 ? SmallPricePlaces : MoneyRounding.Places, factor < 1 ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);
        return OnItsSide(price, mark, held.Exposure > 0, equity);
    }

    /// <summary>The limit of an option; as of a position.</summary>
    public static decimal? OfOption(ResolvedPool pool, int option, MarkSet marks, decimal equity, Func<string, decimal?> factorOf)
    {
        var held = pool.OptionArray[option];
        if (factorOf(held.Contract.Underlying) is not { } factor)
        {
            return null;
        }

        marks.TryPrice(held, out var now, out _);
        BracketedRoot.Moved(marks, held.Contract.Underlying, factor).TryPrice(held, out var there, out _);
        return OnItsSide(there, now, held.Exposure > 0, equity);
    }

    /// <summary>Where equity of a pool is zero as prices of one underlying move, as a factor of today's; null when no move does it.</summary>
    public static decimal? FactorOf(ResolvedPool pool, MarkSet marks, string underlying) => BracketedRoot.Find(pool, marks, underlying, level: 0);

    private static decimal? OnItsSide(decimal price, decimal mark, bool isLong, decimal equity) => (isLong == (equity >= 0) ? price <= mark : price >= mark) ? price : null;
}
