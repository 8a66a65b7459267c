using System.Globalization;
using MarginFunctions.Local.Replay;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary>A replay's summary for people.</summary>
internal static class ReplayReport
{
    public static void Print(ReplaySummary summary)
    {
        var table = new Table().AddColumn($"{summary.Prices}, {summary.From:yyyy-MM-dd HH:mm} to {summary.To:yyyy-MM-dd HH:mm}".EscapeMarkup()).AddColumn(new TableColumn("").RightAligned());
        void Row(string name, int count) => table.AddRow(name, count.ToString("N0", CultureInfo.InvariantCulture));
        void Amount(string name, decimal? amount) => table.AddRow(name, amount?.ToString("N2", CultureInfo.InvariantCulture) ?? "none");
        Row("accounts", summary.Accounts);
        Row("moments", summary.Ticks);
        Row("accounts warned", summary.AccountsWarned);
        Row("accounts called", summary.AccountsCalled);
        Row("accounts liquidated", summary.AccountsLiquidated);
        Row("accounts in bad debt", summary.AccountsInBadDebt);
        Row("orders filled", summary.Fills);
        Row("account assessments, sweeps included", summary.AccountAssessments);
        Amount("short of maintenance margin", summary.Coverage.Shortfalls);
        Amount("the two largest losses in stress", summary.Coverage.CoverTwo?.Loss);
        Amount("insurance fund", summary.Coverage.Fund);
        Row("crossings that the bands missed", summary.MissedCrossings);
        Screen.Output.Write(table);
    }
}
