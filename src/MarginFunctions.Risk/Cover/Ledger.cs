using System.Collections.Immutable;

namespace MarginFunctions.Risk.Cover;

/// <summary>Double-entry books as a value: posting returns new books, and an entry that is there already changes nothing. The balances of each currency sum to zero, always.</summary>
public sealed class Ledger
{
    private readonly ImmutableDictionary<string, LedgerEntry> entries;
    private readonly ImmutableSortedDictionary<(string Account, string Currency), decimal> balances;

    private Ledger(ImmutableDictionary<string, LedgerEntry> entries, ImmutableSortedDictionary<(string Account, string Currency), decimal> balances)
    {
        this.entries = entries;
        this.balances = balances;
    }

    /// <summary>Books without an entry.</summary>
    public static Ledger Empty { get; } = new(
        ImmutableDictionary.Create<string, LedgerEntry>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<(string Account, string Currency), decimal>(
            Comparer<(string Account, string Currency)>.Create((a, b) =>
                string.CompareOrdinal(a.Account, b.Account) is var order and not 0 ? order : string.CompareOrdinal(a.Currency, b.Currency))));

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Count;

    /// <summary>What every account has, by account and currency, in ordinal order; accounts that have come back to zero included.</summary>
    public IReadOnlyDictionary<(string Account, string Currency), decimal> Balances => balances;

    /// <summary>What an account has received less what it has given; 0 where it is in no entry.</summary>
    public decimal Balance(string account, string currency) => balances.GetValueOrDefault((account, currency));

    /// <summary>Whether an entry of this id is booked.</summary>
    public bool Contains(string id) => entries.ContainsKey(id);

    /// <summary>The books with one more entry; these books where it is booked already.</summary>
    /// <exception cref="ArgumentException">Another entry has its id: the same event must not be told in two ways. The message names it.</exception>
    public Ledger Post(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entries.TryGetValue(entry.Id, out var known))
        {
            return known == entry ? this : throw new ArgumentException($"Entry {entry.Id} is booked with other contents; a correction needs an id of its own.", nameof(entry));
        }

        return new Ledger(entries.Add(entry.Id, entry), Moved(Moved(balances, entry.Debit, entry.Currency, -entry.Amount), entry.Credit, entry.Currency, entry.Amount));
    }

    /// <summary>The books with all of these entries.</summary>
    public Ledger Post(IEnumerable<LedgerEntry> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return more.Aggregate(this, (books, entry) => books.Post(entry));
    }

    private static ImmutableSortedDictionary<(string Account, string Currency), decimal> Moved(
        ImmutableSortedDictionary<(string Account, string Currency), decimal> balances, string account, string currency, decimal amount) =>
        balances.SetItem((account, currency), balances.GetValueOrDefault((account, currency)) + amount);
}
