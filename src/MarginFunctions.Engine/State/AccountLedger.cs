namespace MarginFunctions.Engine.State;

/// <summary>What the engine has booked on an account: entries that the broker's facts do not count yet, and the loan.</summary>
/// <param name="Count">How many entries there were; the last one's number.</param>
/// <param name="Pending">Entries that facts may not count yet, in rising order of their numbers. An entry leaves once every fact that it changes counts it.</param>
/// <param name="Loan">What is drawn on the credit line and not paid back, not negative.</param>
/// <param name="InterestThrough">Up to when interest on the loan is charged; null without a loan.</param>
/// <param name="Answers">Ids of the fund's latest answers that are booked or have become jobs: one that comes again changes nothing.</param>
public sealed record AccountLedger(long Count, IReadOnlyList<AccountLedgerEntry> Pending, decimal Loan, DateTimeOffset? InterestThrough, IReadOnlyList<string> Answers)
{
    /// <summary>Nothing was ever booked.</summary>
    public static AccountLedger Empty { get; } = new(0, [], 0, null, []);

    /// <summary>What the entries above a number add to the account's collateral.</summary>
    public decimal SumAbove(long number) => Pending.Where(entry => entry.Number > number).Sum(entry => entry.Amount);

    /// <summary>What the reserve has given of which its stated quantity does not know.</summary>
    public decimal ReserveTransfersAbove(long number) => Pending.Where(entry => entry.Kind == AccountEntryKind.ReserveTransfer && entry.Number > number).Sum(entry => entry.Amount);

    /// <summary>The ledger without the entries that every fact which they change counts: the cash for all of them, the reserve too for transfers from it.</summary>
    /// <param name="cashThrough">The number of the last entry that the holding of the account currency counts.</param>
    /// <param name="reserveThrough">The number of the last entry that the reserve counts.</param>
    /// <returns>The same object when none leaves.</returns>
    public AccountLedger CountedBy(long cashThrough, long reserveThrough)
    {
        bool IsCounted(AccountLedgerEntry entry) =>
            entry.Number <= cashThrough && (entry.Kind != AccountEntryKind.ReserveTransfer || entry.Number <= reserveThrough);

        return Pending.Any(IsCounted) ? this with { Pending = [.. Pending.Where(entry => !IsCounted(entry))] } : this;
    }

    /// <summary>The ledger with one more entry.</summary>
    public AccountLedger With(AccountEntryKind kind, decimal amount, DateTimeOffset at, string reference) =>
        this with { Count = Count + 1, Pending = [.. Pending, new AccountLedgerEntry(Count + 1, kind, amount, at, reference)] };
}
