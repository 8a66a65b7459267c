using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

/// <summary>Prices of trouble checked by valuing the pool there, over random pools of linear, inverse and hedging positions with coin collateral.</summary>
public sealed class TroublePricesProperties
{
    [Fact]
    public void At_the_liquidation_price_equity_equals_maintenance() => ForEachPosition((book, pool, position, prices) =>
        prices.Liquidation is not { } price || IsZeroAt(book, pool, position, price, level: 1));

    [Fact]
    public void At_the_bankruptcy_price_equity_is_zero() => ForEachPosition((book, pool, position, prices) =>
        prices.Bankruptcy is not { } price || IsZeroAt(book, pool, position, price, level: 0));

    [Fact]
    public void No_nearer_price_is_trouble_and_none_where_none_is_named() => ForEachPosition((book, pool, position, prices) =>
        KeepsItsSign(book, pool, position, prices.Liquidation, level: 1) && KeepsItsSign(book, pool, position, prices.Bankruptcy, level: 0));

    private static void ForEachPosition(Func<RandomBook, ResolvedPool, ResolvedPosition, TroublePrices, bool> holds)
    {
        var found = 0;
        Always.Holds(Always.Books(RandomBook.OfTwoUnderlyings), book =>
        {
            foreach (var pool in book.Resolved.Pools)
            {
                for (var i = 0; i < pool.Positions.Count; i++)
                {
                    var prices = TroublePrices.Find(pool, i, book.Marks);
                    found += prices.Liquidation is null ? 0 : 1;
                    Assert.True(holds(book, pool, pool.Positions[i], prices), $"{book}, {pool.Key}, {pool.Positions[i].Position}: {prices}");
                }
            }
        }, count: 400);
        Assert.InRange(found, 500, int.MaxValue);
    }

    private static bool IsZeroAt(RandomBook book, ResolvedPool pool, ResolvedPosition position, decimal price, decimal level)
    {
        // The price is rounded at 8 places, 12 below 1, and money at 8: everything that moves, as it stands there, may be off by that.
        var mark = book.Marks.Find(position.Symbol)!.Value;
        var (value, gross) = ValueAt(book, pool, position, price / mark, level);
        var places = mark < 1 ? 1e-12m : 1e-8m;
        return Math.Abs(value) <= 1e-6m + 2 * gross * places / price;
    }

    private static bool KeepsItsSign(RandomBook book, ResolvedPool pool, ResolvedPosition position, decimal? price, decimal level)
    {
        var mark = book.Marks.Find(position.Symbol)!.Value;
        var (today, _) = ValueAt(book, pool, position, 1, level);
        var down = position.Exposure > 0 == (today >= 0);
        var end = price / mark ?? (down ? 0.000001m : 1_000m);
        for (var step = 1; step < 40; step++)
        {
            var factor = 1 + (end - 1) * step / 40;
            var (value, gross) = ValueAt(book, pool, position, factor, level);
            if (today >= 0 ? value < -1e-6m - gross * 1e-9m : value > 1e-6m + gross * 1e-9m)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>E − level·MM</c> with every mark of the position's underlying multiplied, and the size of everything that was moved.</summary>
    private static (decimal Value, decimal Gross) ValueAt(RandomBook book, ResolvedPool pool, ResolvedPosition position, decimal factor, decimal level)
    {
        var moved = book.Marks;
        foreach (var symbol in pool.Symbols.Where(s => book.UnderlyingOf(book.Parameters.Symbols[s]) == position.Instrument.Underlying))
        {
            moved = moved.With(symbol, book.Marks.Find(symbol)!.Value * factor);
        }

        var margin = Given.Assess(pool, moved);
        var gross = pool.Positions.Sum(p => Math.Abs(p.Exposure) * (p.IsInverse ? moved.Find(p.Symbol)!.Value / p.EntryPrice : moved.Find(p.Symbol)!.Value))
            + book.Portfolio.Collateral.Where(c => c.Asset != "USDT")
                .Sum(c => Math.Abs(c.Quantity) * (moved.Find(book.Parameters.FindSymbol(book.Parameters.FindCollateral(c.Asset)!.PriceSymbol!)!.Value) ?? 0));
        return (margin.Equity - level * margin.Maintenance, gross);
    }
}
