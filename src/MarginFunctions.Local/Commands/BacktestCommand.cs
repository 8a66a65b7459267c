using System.CommandLine;
using System.Text.Json;
using MarginFunctions.Local.Backtest;
using MarginFunctions.Local.Backtest.Html;
using MarginFunctions.Local.Calc;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Commands;

/// <summary><c>backtest</c>: rolls margin models through a history and reports where they were not enough.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var prices = new Option<FileInfo>("--prices") { Description = "A CSV file of timestamp,symbol,price; UTC, ascending, without gaps.", Required = true };
        var parameters = new Option<FileInfo?>("--parameters") { Description = "Risk parameters; the sample when absent." };
        var accounts = new Option<FileInfo?>("--accounts") { Description = "Accounts to be rolled as well, as a document for calc." };
        var html = new Option<FileInfo?>("--html") { Description = "Where to write the report as a page." };
        var json = new Option<FileInfo?>("--json") { Description = "Where to write the report as JSON." };
        var series = new Option<FileInfo?>("--series") { Description = "Where to write every requirement and loss as CSV." };
        var options = new BacktestOptions();
        var command = new Command("backtest", "Roll margin models through a history of prices and report breaches, tests, zones and procyclicality.") { prices, parameters, accounts, html, json, series };
        options.AddTo(command);
        command.SetAction((result, stop) =>
        {
            var risk = CommandFiles.LoadParameters(result.GetValue(parameters));
            var run = BacktestRun.Of(result.GetRequiredValue(prices), risk, ReadAccounts(result.GetValue(accounts), risk), options.Read(result), stop);
            Write(result.GetValue(json), output => JsonSerializer.Serialize(output, run.Report, BacktestJson.Default.BacktestReport));
            WriteText(result.GetValue(series), output => SeriesFile.Write(output, run.History, run.Models, run.Rolled));
            WriteText(result.GetValue(html), output => HtmlReport.Write(output, run));
            BacktestTable.Print(run.Report);
            return Task.FromResult(0);
        });
        return command;
    }

    private static IReadOnlyList<CalcAccount> ReadAccounts(FileInfo? file, RiskParameters parameters) =>
        file is null ? [] : CommandFiles.Use(file.FullName, path => AccountsReader.Read(CommandFiles.Read(file), path, parameters));

    private static void WriteText(FileInfo? file, Action<TextWriter> write)
    {
        if (file is not null)
        {
            CommandFiles.WriteText(file, write);
        }
    }

    private static void Write(FileInfo? file, Action<Stream> write)
    {
        if (file is not null)
        {
            CommandFiles.Write(file, write);
        }
    }
}
