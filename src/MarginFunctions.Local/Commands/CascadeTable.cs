using System.Globalization;
using MarginFunctions.Local.Cascade;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary>A cascade for people: both runs beside each other.</summary>
internal static class CascadeTable
{
    public static void Print(CascadeReport report)
    {
        var table = new Table()
            .AddColumn($"{report.Prices}, {report.From:yyyy-MM-dd HH:mm} to {report.To:yyyy-MM-dd HH:mm}".EscapeMarkup())
            .AddColumn(new TableColumn("with the cap").RightAligned())
            .AddColumn(new TableColumn("without").RightAligned());
        foreach (var (name, value) in CascadeFigures.Rows)
        {
            table.AddRow(name, value(report.Capped), value(report.Uncapped));
        }

        foreach (var (capped, uncapped) in report.Capped.Lowest.Zip(report.Uncapped.Lowest))
        {
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"lowest {capped.Underlying} (path {capped.Path:#,0.####})").EscapeMarkup(), Lowest(capped), Lowest(uncapped));
        }

        Screen.Output.Write(table);
    }

    private static string Lowest(LowestPrice price) => string.Create(CultureInfo.InvariantCulture, $"{price.Mark:#,0.####} ({-100 * price.FurthestBelow:0.00} %)");
}
