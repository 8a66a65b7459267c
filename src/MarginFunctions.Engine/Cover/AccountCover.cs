using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Cover;

/// <summary>What an account's cross pool can be covered with, and how a draw is booked.</summary>
internal static class AccountCover
{
    /// <summary>
    /// While this many entries wait for a broker that does not book them, nothing more is drawn, charged or paid back: the account's row stays small, and what the engine believes of its money stays near
    /// what the broker knows. Interest runs on and is charged when there is room.
    /// </summary>
    public const int MostPending = 100;

    /// <summary>Whether the ledger takes another entry of cover.</summary>
    public static bool HasRoom(AccountLedger? ledger) => ledger is null || ledger.Pending.Count < MostPending;

    /// <summary>
    /// What can be drawn, in the policy's order: of the reserve what is above its minimum and was not transferred since it was stated, of the credit line what is not lent. Rounded down at 8 places.
    /// </summary>
    public static IReadOnlyList<CoverAmount> Available(AccountState state, CoverTerms? terms)
    {
        if (terms is null || state.Holdings.Cover is not { } cover || !HasRoom(state.Ledger))
        {
            return [];
        }

        var transferred = state.Ledger?.ReserveTransfersAbove(cover.LedgerThrough) ?? 0;
        return
        [
            .. terms.Order
                .Select(source => new CoverAmount(source, MoneyRounding.RoundDownEquity(source == CoverSource.Reserve
                    ? cover.Facts.Reserve - cover.Facts.ReserveMinimum - transferred
                    : cover.Facts.CreditLine - (state.Ledger?.Loan ?? 0))))
                .Where(available => available.Amount > 0),
        ];
    }

    /// <summary>Books what a decision has drawn.</summary>
    public static AccountLedger Book(AccountLedger? ledger, IReadOnlyList<CoverAmount> drawn, DateTimeOffset now, string decisionId)
    {
        var books = ledger ?? AccountLedger.Empty;
        foreach (var (source, amount) in drawn)
        {
            books = source == CoverSource.Reserve
                ? books.With(AccountEntryKind.ReserveTransfer, amount, now, decisionId)
                : books.With(AccountEntryKind.LoanDraw, amount, now, decisionId) with { Loan = books.Loan + amount, InterestThrough = books.InterestThrough ?? now };
        }

        return books;
    }
}
