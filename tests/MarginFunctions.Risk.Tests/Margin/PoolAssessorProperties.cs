using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class PoolAssessorProperties
{
    [Fact]
    public void A_pool_equals_its_definition_written_out() => Always.Holds(Always.Books(RandomBook.OfManySymbols), book =>
    {
        foreach (var pool in book.Resolved.Pools)
        {
            var (equity, initial, maintenance) = WrittenOut(book, pool);
            var margin = Given.Assess(pool, book.Marks);
            Assert.InRange(equity - margin.Equity, -1e-12m, 1.0001e-8m);
            Assert.InRange(margin.Initial - initial, -1e-12m, 1.0001e-8m);
            Assert.InRange(margin.Maintenance - maintenance, -1e-12m, 1.0001e-8m);
        }
    }, count: 1_000);

    [Fact]
    public void A_long_and_a_matching_short_account_hold_what_was_paid_in() => Always.Holds(Always.Books(RandomBook.OfManySymbols), book =>
    {
        // Two accounts on both sides of every cross trade: together they have their cash, whatever the marks.
        var positions = book.Portfolio.Positions.Where(p => p.Mode == MarginMode.Cross).ToArray();
        var mirrored = positions.Select(p => p with { Quantity = -p.Quantity }).ToArray();
        var one = Given.Assess(Given.CrossPool(book.Parameters, positions, ("USDT", 700)), book.Marks);
        var other = Given.Assess(Given.CrossPool(book.Parameters, mirrored, ("USDT", 300)), book.Marks);
        Assert.InRange(one.Equity + other.Equity, 1_000 - 2.0001e-8m, 1_000 + 1e-12m);
        Assert.Equal((one.Initial, one.Maintenance), (other.Initial, other.Maintenance));
    });

    [Fact]
    public void The_order_of_positions_does_not_matter() => Always.Holds(Always.Books(RandomBook.OfManySymbols), book =>
    {
        var reversed = new Portfolio([.. book.Portfolio.Positions.Reverse()], [.. book.Portfolio.Collateral.Reverse()]);
        var (one, other) = (Given.Assess(book.Resolved.Pools[0], book.Marks), Given.Assess(ResolvedPortfolio.Resolve(reversed, book.Parameters).Pools[0], book.Marks));
        Assert.InRange(one.Equity - other.Equity, -1e-8m, 1e-8m);
        Assert.InRange(one.Maintenance - other.Maintenance, -1e-8m, 1e-8m);
    });

    private static (decimal Equity, decimal Initial, decimal Maintenance) WrittenOut(RandomBook book, ResolvedPool pool)
    {
        var (equity, initial, maintenance) = (0m, 0m, 0m);
        foreach (var held in pool.Positions)
        {
            var (position, instrument, mark) = (held.Position, held.Instrument, book.Marks.Find(held.Symbol)!.Value);
            var inverse = instrument.Settlement == Risk.Instruments.SettlementKind.Inverse;
            var size = Math.Abs(position.Quantity) * instrument.ContractSize * (inverse ? 1 : mark);
            equity += (instrument.Profit(position.Quantity, position.EntryPrice, mark) + position.IsolatedMargin) * (inverse ? mark : 1);
            initial += instrument.Tiers.Initial(size);
            maintenance += instrument.Tiers.Maintenance(size);
        }

        if (pool.Key == ResolvedPool.CrossKey)
        {
            foreach (var holding in book.Portfolio.Collateral)
            {
                var asset = book.Parameters.FindCollateral(holding.Asset)!;
                var price = asset.PriceSymbol is { } symbol ? book.Marks.Find(book.Parameters.FindSymbol(symbol)!.Value)!.Value : 1;
                equity += asset.CountedValue(holding.Quantity * price);
            }
        }

        return (equity, initial, maintenance);
    }
}
