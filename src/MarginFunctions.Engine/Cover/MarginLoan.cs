using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Cover;

/// <summary>What becomes of a margin loan with time: interest by the hour, and repayment when the pool has money to spare.</summary>
internal static class MarginLoan
{
    /// <summary>Less than this part of a loan is not paid back for its own sake, unless it is all of it.</summary>
    private const decimal LeastRepayment = 0.05m;

    /// <summary>Charges the hours that have passed whole, each at the interest of what was owed in it. It does not matter how often one looks.</summary>
    /// <returns>The same object when there is nothing to charge.</returns>
    public static AccountLedger? ChargeInterest(AccountLedger? ledger, CoverTerms? terms, string accountId, DateTimeOffset now) =>
        ledger is not { InterestThrough: { } through } || !AccountCover.HasRoom(ledger)
            ? ledger
            : Charge(ledger, terms, accountId, (now - through).Ticks / TimeSpan.TicksPerHour, now);

    /// <summary>
    /// Pays back what the pool has above its warning's release and has in cash, interest first: an hour that has begun is charged whole. What is owed beyond the line was taken off equity, so paying that costs no
    /// equity.
    /// </summary>
    /// <param name="state">The account.</param>
    /// <param name="margin">Its cross pool's margin.</param>
    /// <param name="parameters">Levels, terms and the account currency.</param>
    /// <param name="now">The time.</param>
    /// <returns>The same object when nothing is paid.</returns>
    public static AccountLedger? Repay(AccountState state, MarginPosition margin, RiskParameters parameters, DateTimeOffset now)
    {
        if (state.Ledger is not { InterestThrough: { } through } ledger || margin.IsBadDebt || margin.IsBelow(parameters.Levels.WarningRelease) || !AccountCover.HasRoom(ledger))
        {
            return state.Ledger;
        }

        var hours = Math.Max(0, ((now - through).Ticks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour);
        var charged = Charge(ledger, parameters.Cover, state.AccountId, hours, now);
        var interest = -charged.SumAbove(ledger.Count);
        var spare = margin.Equity - parameters.Levels.WarningRelease * margin.Maintenance - interest;
        var cash = state.Cash(parameters.AccountCurrency) - interest;
        var paid = MoneyRounding.RoundDownEquity(Math.Min(ledger.Loan, Math.Min(cash, state.LoanBeyondLine + spare)));
        if (spare < 0 || paid <= 0 || (paid < ledger.Loan && paid < LeastRepayment * ledger.Loan))
        {
            return ledger;
        }

        var left = ledger.Loan - paid;
        return charged.With(AccountEntryKind.LoanRepayment, -paid, now, Reference(state.AccountId)) with { Loan = left, InterestThrough = left == 0 ? null : charged.InterestThrough };
    }

    private static AccountLedger Charge(AccountLedger ledger, CoverTerms? terms, string accountId, long hours, DateTimeOffset now)
    {
        var interest = hours <= 0 || terms is null ? 0 : hours * terms.InterestOfAnHour(ledger.Loan);
        return interest == 0
            ? ledger
            : ledger.With(AccountEntryKind.LoanInterest, -interest, now, Reference(accountId)) with { InterestThrough = ledger.InterestThrough!.Value.AddHours(hours) };
    }

    private static string Reference(string accountId) => $"{accountId}|loan";
}
