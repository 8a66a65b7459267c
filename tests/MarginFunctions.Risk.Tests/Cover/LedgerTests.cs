using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Cover;

public sealed class LedgerTests
{
    private static readonly LedgerEntry First = new("1", "a", "b", 10.5m, "USDT");

    [Fact]
    public void An_entry_moves_money_from_debit_to_credit()
    {
        var books = Ledger.Empty.Post(First);
        Assert.Equal((-10.5m, 10.5m, 0m, 0m), (books.Balance("a", "USDT"), books.Balance("b", "USDT"), books.Balance("b", "BTC"), books.Balance("c", "USDT")));
        Assert.Equal((0, 1), (Ledger.Empty.Count, books.Count));
    }

    [Fact]
    public void The_same_entry_twice_changes_nothing()
    {
        var books = Ledger.Empty.Post(First);
        Assert.Same(books, books.Post(new LedgerEntry("1", "a", "b", 10.5m, "USDT")));
        Assert.True(books.Contains("1"));
    }

    [Fact]
    public void Another_entry_under_the_same_id_is_refused() => Assert.StartsWith(
        "Entry 1 is booked with other contents; a correction needs an id of its own.",
        Assert.Throws<ArgumentException>(() => Ledger.Empty.Post(First).Post(new LedgerEntry("1", "a", "b", 11, "USDT"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("one account on both sides", "a", "a", 1, "Entry 7 has a on both sides.")]
    [InlineData("nothing", "a", "b", 0, "Entry 7 moves 0; an amount is positive. Turn its sides round instead.")]
    [InlineData("less than nothing", "a", "b", -1, "Entry 7 moves -1; an amount is positive. Turn its sides round instead.")]
    [InlineData("less than a unit", "a", "b", 0.000000001, "Entry 7 is 0.000000001; an amount has at most 8 places and is at most 100000000000000000.")]
    public void Entries_that_move_no_money_are_refused(string row, string debit, string credit, double amount, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new LedgerEntry("7", debit, credit, (decimal)amount, "USDT"));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{row}: {error.Message}");
    }

    [Fact]
    public void Balances_sum_to_zero_whatever_is_posted_in_whatever_order() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        LedgerEntry[] entries =
        [
            .. Enumerable.Range(0, 30).Select(n =>
                new LedgerEntry($"{n}", $"a{random.Next(4)}", $"b{random.Next(4)}", random.Next(1, int.MaxValue) * 0.00000001m, random.Next(2) == 0 ? "USDT" : "BTC")),
        ];
        var books = Ledger.Empty.Post(entries);
        Assert.All(books.Balances.GroupBy(b => b.Key.Currency), currency => Assert.Equal(0, currency.Sum(b => b.Value)));

        // Late, twice and in another order.
        var again = Ledger.Empty.Post(entries.Concat(entries).OrderBy(_ => random.Next()));
        Assert.Equal(books.Balances, again.Balances);
        Assert.Equal(30, again.Count);
    });
}
