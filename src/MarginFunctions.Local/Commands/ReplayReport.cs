using System.Globalization;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary>A replay's summary for people.</summary>
internal static class ReplayReport
{
    /// <summary>Shows a summary, and how long jobs took: measured, so that part is another one each time.</summary>
    /// <returns>The command's exit code: 1 when the books do not add up.</returns>
    public static int Print(ReplaySummary summary, IReadOnlyList<double> jobTimes)
    {
        var table = new Table().AddColumn($"{summary.Prices}, {summary.From:yyyy-MM-dd HH:mm} to {summary.To:yyyy-MM-dd HH:mm}".EscapeMarkup()).AddColumn(new TableColumn("").RightAligned());
        void Count(string name, int count) => table.AddRow(name, count.ToString("N0", CultureInfo.InvariantCulture));
        void Money(string name, decimal amount) => table.AddRow(name, amount.ToString("N2", CultureInfo.InvariantCulture));
        var outcome = summary.Outcome;
        Count("accounts", summary.Accounts);
        Count("moments", summary.Ticks);
        Count("accounts warned", summary.AccountsWarned);
        Count("accounts called", summary.AccountsCalled);
        Count("  cured by a deposit", outcome.CuredByDeposit);
        Count("accounts cured by the reserve", outcome.CuredByReserve);
        Count("accounts cured by a loan", outcome.CuredByLoan);
        Count("accounts liquidated", summary.AccountsLiquidated);
        Count("  cured by liquidation in part", outcome.CuredByPartialLiquidation);
        Count("  liquidated in full", outcome.FullyLiquidated);
        Count("accounts in bad debt", summary.AccountsInBadDebt);
        Count("orders filled", summary.Fills);
        Money("closed by liquidations", outcome.NotionalSold);
        Money("  what full liquidation would have closed", outcome.NotionalOfFullLiquidation);
        Money("deleveraged", outcome.Deleveraged);
        Money("from reserves", outcome.ReserveTransferred);
        Money("lent", outcome.Lent);
        Money("liquidation fees", outcome.Fees);
        Money("bad debts taken over", outcome.CoverPaid);
        if (summary.Fund is { } fund)
        {
            Money("  paid by the fund", fund.Paid);
            Money("  borne by winners", fund.BorneByWinners);
            Money("  borne by the venue", fund.BorneByCapital);
            Money("fund at the end", fund.Balance);
        }

        Count("account assessments, sweeps included", summary.AccountAssessments);
        Count("crossings that the bands missed", summary.MissedCrossings);
        foreach (var total in summary.Conservation)
        {
            table.AddRow($"all books in {total.Asset}, before and after".EscapeMarkup(), string.Create(CultureInfo.InvariantCulture, $"{total.Before:#,0.########} and {total.After:#,0.########}"));
        }

        Screen.Output.Write(table);
        if (jobTimes.Count > 0)
        {
            Screen.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"From prices to the broker's queue, measured over {jobTimes.Count:N0} jobs: {Quantile(jobTimes, 0.5):N1} ms for half of them, {Quantile(jobTimes, 0.99):N1} ms for 99 of 100."));
        }

        if (summary.IsConserved)
        {
            return 0;
        }

        Console.Error.WriteLine($"The books do not add up: {string.Join(", ", summary.Conservation.Where(t => t.Difference != 0).Select(t => $"{t.Asset} {BrokerMessages.Text(t.Difference)}"))} came from nowhere.");
        return 1;
    }

    /// <summary>The least value that this part of all is not above.</summary>
    private static double Quantile(IReadOnlyList<double> values, double part) => values.Order().ElementAt((int)Math.Ceiling(part * values.Count) - 1);
}
