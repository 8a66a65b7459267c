using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>The worst price at which an order may be filled: where equity of the pool is zero as the underlying of what is closed moves, as in <see cref="TroublePrices"/>.</summary>
/// <remarks>
/// A position's is its mark there, an option's is its value there, volatilities standing still. Rounded towards the mark, so that a fill at the limit is never beyond bankruptcy. While equity is positive a sale's limit lies below the mark and a
/// purchase's above it; once it is negative the price is behind: the limit lies on the other side, and who closes at the mark has the difference to cover. Null when no price does it on that side: then no price is worse.
/// </remarks>
/// <param name="pool">The pool before anything of it is closed.</param>
/// <param name="marks">Today's marks.</param>
/// <param name="equity">The pool's equity at them.</param>
internal sealed class LimitPrice(ResolvedPool pool, MarkSet marks, decimal equity)
{
    private const int SmallPricePlaces = 12;

    // Everything on one underlying is bankrupt at the same move of it, and finding that revalues the pool many times.
    private readonly Dictionary<string, decimal?> factors = new(StringComparer.Ordinal);

    public decimal? OfPosition(int position)
    {
        var held = pool.PositionArray[position];
        if (pool.IsSeparable)
        {
            return TroublePrices.Find(pool, position, marks).Bankruptcy;
        }

        var mark = marks.Find(held.Symbol)!.Value;
        if (FactorOf(held.Instrument.Underlying) is not { } factor)
        {
            return null;
        }

        var price = decimal.Round(mark * factor, mark < 1 ? SmallPricePlaces : MoneyRounding.Places, factor < 1 ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);
        return OnItsSide(price, mark, held.Exposure > 0);
    }

    public decimal? OfOption(int option)
    {
        var held = pool.OptionArray[option];
        if (FactorOf(held.Contract.Underlying) is not { } factor)
        {
            return null;
        }

        marks.TryPrice(held, out var now, out _);
        BracketedRoot.Moved(marks, held.Contract.Underlying, factor).TryPrice(held, out var there, out _);
        return OnItsSide(there, now, held.Exposure > 0);
    }

    private decimal? FactorOf(string underlying)
    {
        if (!factors.TryGetValue(underlying, out var factor))
        {
            factors.Add(underlying, factor = BracketedRoot.Find(pool, marks, underlying, level: 0));
        }

        return factor;
    }

    private decimal? OnItsSide(decimal price, decimal mark, bool isLong) => (isLong == (equity >= 0) ? price <= mark : price >= mark) ? price : null;
}
