using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.State;

public sealed class HoldingsTests
{
    [Fact]
    public void An_older_row_is_late_and_the_newer_rows_of_the_same_update_still_land()
    {
        var holdings = Holdings.None.Apply(Given.Update("A", 5, [Given.Cross("BTC-PERP", 1, 100)]), out _);

        var after = holdings.Apply(Given.Update("A", 3, [Given.Cross("BTC-PERP", 9, 100), Given.Cross("ETH-PERP", 2, 100)]), out var late);

        Assert.Equal(1, late);
        Assert.Equal([("BTC-PERP", 1m, 5L), ("ETH-PERP", 2m, 3L)], after.Positions.Select(p => (p.Position.Instrument, p.Position.Quantity, p.Sequence)));
        Assert.Equal(5, after.LastSequence);
    }

    [Fact]
    public void A_close_is_remembered_so_that_an_older_word_does_not_open_it_again()
    {
        var closed = Holdings.None.Apply(Given.Update("A", 5, [Given.Cross("BTC-PERP", 0, 0)]), out _);

        Assert.Same(closed, closed.Apply(Given.Update("A", 4, [Given.Cross("BTC-PERP", 1, 100)]), out var late));
        Assert.Equal(1, late);
        Assert.Empty(closed.Portfolio.Positions);
    }

    [Fact]
    public void A_complete_update_closes_what_it_does_not_name_and_is_older()
    {
        var holdings = Holdings.None
            .Apply(Given.Update("A", 3, [Given.Cross("BTC-PERP", 1, 100)], usdt: 50), out _)
            .Apply(Given.Update("A", 9, [Given.Cross("SOL-PERP", 1, 100)]), out _);

        var after = holdings.Apply(Given.Update("A", 7, [Given.Cross("ETH-PERP", 1, 100)], complete: true), out var late);

        Assert.Equal(0, late);
        Assert.Equal(["ETH-PERP", "SOL-PERP"], after.Portfolio.Positions.Select(p => p.Instrument));
        Assert.Empty(after.Portfolio.Collateral);
        Assert.Equal((7, 9), (after.Floor, after.LastSequence));
    }

    [Fact]
    public void The_floor_of_a_complete_update_makes_everything_older_late()
    {
        var holdings = Holdings.None.Apply(Given.Update("A", 7, [], complete: true), out _);

        Assert.Same(holdings, holdings.Apply(Given.Update("A", 6, [Given.Cross("BTC-PERP", 1, 100)], usdt: 5), out var late));
        Assert.Equal(2, late);
    }

    [Fact]
    public void An_update_that_names_nothing_says_nothing() => Assert.Same(Holdings.None, Holdings.None.Apply(Given.Update("A", 1, []), out _));

    [Fact]
    public void A_complete_update_does_not_take_away_cover_that_it_does_not_name()
    {
        var holdings = Holdings.None.Apply(Given.Update("A", 3, []) with { Cover = new CoverFacts(100, 10, 500), LedgerThrough = 2 }, out _);

        var after = holdings.Apply(Given.Update("A", 7, [], usdt: 5, complete: true) with { LedgerThrough = 4 }, out _);

        Assert.Equal(new HeldCover(new CoverFacts(100, 10, 500), 3, 2), after.Cover);
    }

    [Theory]
    [InlineData("the row says what it counts", 5, 4)]
    [InlineData("where there is no row any more, what the complete update counts", 0, 4)]
    [InlineData("a complete update without the asset counts too", null, 4)]
    public void What_an_asset_counts_of_the_ledger(string which, int? usdt, long expected)
    {
        var holdings = Holdings.None.Apply(Given.Update("A", 3, [], usdt: 50) with { LedgerThrough = 2 }, out _);

        var after = holdings.Apply(Given.Update("A", 7, [], usdt, complete: true) with { LedgerThrough = 4 }, out _);

        Assert.True(after.LedgerThrough("USDT") == expected, which);
        Assert.Equal(2, holdings.LedgerThrough("USDT"));
    }
}
