using System.CommandLine;
using System.Text.Json;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary><c>replay</c>: runs a made-up book through real prices.</summary>
internal static class ReplayCommand
{
    private const int MostAccounts = 1_000_000;

    public static Command Create()
    {
        var prices = new Option<FileInfo>("--prices") { Description = "A CSV file of timestamp,symbol,price; UTC, ascending.", Required = true };
        var accounts = new Option<int>("--accounts") { Description = "How many accounts the book has.", DefaultValueFactory = _ => 1_000 };
        var seed = new Option<int>("--seed") { Description = "What the book is made from: the same seed gives the same counts.", DefaultValueFactory = _ => 1 };
        var summary = new Option<FileInfo?>("--summary") { Description = "Where to write the summary as JSON." };
        var book = new Option<FileInfo?>("--book") { Description = "Where to write the book as it ends, as a document for calc." };
        var parameters = new Option<FileInfo?>("--parameters") { Description = "Risk parameters; the sample when absent." };
        accounts.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 1 or > MostAccounts))
            {
                result.AddError($"--accounts = {result.Tokens[0].Value} is not a whole number from 1 to 1,000,000.");
            }
        });
        var venue = new VenueOptions(VenueSettings.Default);
        var command = new Command("replay", "Run a book of accounts through real prices on a simulated clock and report calls and liquidations.")
        {
            prices, accounts, seed, summary, book, parameters,
        };
        venue.AddTo(command);
        command.SetAction((result, stop) => RunAsync(
            result.GetRequiredValue(prices),
            result.GetValue(accounts),
            result.GetValue(seed),
            result.GetValue(summary),
            result.GetValue(book),
            CommandFiles.LoadParameters(result.GetValue(parameters)),
            new MarketRunSettings(venue.Read(result), FeedsBack: false),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo prices, int accounts, int seed, FileInfo? summaryFile, FileInfo? bookFile, RiskParameters parameters, MarketRunSettings settings, CancellationToken stop)
    {
        var ticks = CommandFiles.Use(prices.FullName, PriceHistory.Load);
        var opening = MarkSet.Of(parameters, MarketRun.Quote(parameters, ticks[0]));
        var book = CreateBook(prices, () => new SampleBook(parameters, opening, seed).Create(accounts));
        var tally = new ReplayTally();
        await using var run = await MarketRun.OpenAsync(parameters, ticks[0], book, stop, settings);
        await Screen.Progress.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask($"{ticks.Count} moments", maxValue: ticks.Count - 1);
            await MarketPlay.PlayAsync(
                run,
                ticks,
                (_, happened) =>
                {
                    tally.Add(happened);
                    bar.Increment(1);
                    return Task.CompletedTask;
                },
                stop);
        });

        var summary = await tally.SummarizeAsync(run, prices.Name, parameters, seed, ticks, stop);
        var exitCode = ReplayReport.Print(summary, run.JobTimes);
        if (summaryFile is not null)
        {
            CommandFiles.Write(summaryFile, output => JsonSerializer.Serialize(output, summary, ReplayJson.Default.ReplaySummary));
        }

        if (bookFile is not null)
        {
            var states = await run.ReadAccountsAsync(stop);
            CommandFiles.Write(bookFile, output => WriteBook(output, states, parameters.AccountCurrency, summary.Marks));
        }

        return exitCode;
    }

    private static IReadOnlyList<BrokerAccount> CreateBook(FileInfo prices, Func<IReadOnlyList<BrokerAccount>> create)
    {
        try
        {
            return create();
        }
        catch (InvalidDataException problem)
        {
            throw new CommandFailure($"{prices.FullName} cannot be used: {problem.Message}", problem);
        }
    }

    /// <summary>The book as the engine stored it, as a document for calc.</summary>
    private static void WriteBook(Stream output, IReadOnlyList<AccountState> states, string currency, IReadOnlyDictionary<string, decimal> marks)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartObject("marks");
        foreach (var (symbol, mark) in marks)
        {
            json.WriteString(symbol, BrokerMessages.Text(mark));
        }

        json.WriteEndObject();
        json.WriteStartArray("accounts");
        foreach (var state in states)
        {
            json.WriteStartObject();
            json.WriteString("accountId", state.AccountId);
            var portfolio = state.Portfolio(currency);
            BrokerMessages.WritePositions(json, portfolio.Positions);
            BrokerMessages.WriteCollateral(json, portfolio.Collateral);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
