using System.Globalization;
using MarginFunctions.Local.Backtest;
using MarginFunctions.Risk.Backtesting;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary>A backtest's breaches for people: a number a subject and model, marked where it is too high.</summary>
internal static class BacktestTable
{
    public static void Print(BacktestReport report)
    {
        var table = new Table().AddColumn("breaches".EscapeMarkup());
        foreach (var model in report.Models)
        {
            table.AddColumn(new TableColumn(model.Name.EscapeMarkup()).RightAligned());
        }

        foreach (var subject in report.Subjects)
        {
            table.AddRow([subject.Name.EscapeMarkup(), .. subject.Results.Select(Cell)]);
        }

        Screen.Output.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Prices.EscapeMarkup()}, {report.From:yyyy-MM-dd HH:mm} to {report.To:yyyy-MM-dd HH:mm}: {report.Observations:N0} losses over {report.Horizon:c}, {report.ExpectedBreaches:0.##} breaches expected at {report.Level:0.####}. Y: {report.YellowFrom} or more, R: {report.RedFrom} or more."));
        Screen.Output.Write(table);
    }

    private static string Cell(ReportedResult result) => result.Zone switch
    {
        TrafficLightZone.Green => $"{result.Breaches}",
        TrafficLightZone.Yellow => $"[yellow]{result.Breaches} Y[/]",
        _ => $"[red]{result.Breaches} R[/]",
    };
}
