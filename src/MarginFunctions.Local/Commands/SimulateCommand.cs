using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Cascade;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary><c>simulate cascade</c>: a crash in which liquidations move prices, with and without the slice cap.</summary>
internal static class SimulateCommand
{
    private const string Embedded = "embedded";
    private const int MostAccounts = 100_000;

    public static Command Create()
    {
        var command = new Command("simulate", "Simulations on the real engine.") { CreateCascade() };
        command.SetAction(RefuseNothing);
        return command;
    }

    private static int RefuseNothing(ParseResult result) => throw new CommandFailure("simulate needs to be told what: cascade.");

    private static Command CreateCascade()
    {
        var prices = new Option<string>("--prices") { Description = "A CSV file of timestamp,symbol,price; UTC, ascending. The demo's crash when absent or \"embedded\".", DefaultValueFactory = _ => Embedded };
        var accounts = NumberOptions.Whole("--accounts", "How many accounts the sample book has.", 1_000, 1, MostAccounts);
        var seed = NumberOptions.Whole("--seed", "What the book is made from: the same seed gives the same report.", 1, 0, int.MaxValue);
        var output = new Option<DirectoryInfo?>("--out") { Description = "A folder for cascade.json and cascade.html." };
        var parameters = new Option<FileInfo?>("--parameters") { Description = "Risk parameters, with liquidation; the sample when absent." };
        var venue = new VenueOptions(VenueSettings.Thin);
        var command = new Command("cascade", "Run the sample book through a crash whose liquidations move prices, with the slice cap of the parameters and without.") { prices, accounts, seed, output, parameters };
        venue.AddTo(command);
        command.SetAction((result, stop) => RunAsync(
            result.GetRequiredValue(prices),
            CommandFiles.LoadParameters(result.GetValue(parameters)),
            WithoutCap(result.GetValue(parameters)),
            new CascadeSettings(result.GetValue(accounts), result.GetValue(seed), venue.Read(result)),
            result.GetValue(output),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(string prices, RiskParameters parameters, RiskParameters uncapped, CascadeSettings settings, DirectoryInfo? output, CancellationToken stop)
    {
        var name = prices == Embedded ? Embedded : Path.GetFileName(prices);
        var ticks = prices == Embedded ? DemoMarket.Ticks(DemoCommand.Start) : CommandFiles.Use(Path.GetFullPath(prices), PriceHistory.Load);
        if (ticks.Count < 2)
        {
            throw new CommandFailure($"{prices} cannot be used: it has prices of one moment, and a crash needs two.");
        }

        if (output is not null)
        {
            CommandFiles.Use(output.FullName, Directory.CreateDirectory);
        }

        var runs = new List<CascadeRun>();
        await Screen.Progress.Progress().StartAsync(async context =>
        {
            foreach (var (words, used) in new[] { ("with the cap", parameters), ("without", uncapped) })
            {
                var bar = context.AddTask(words, maxValue: ticks.Count - 1);
                runs.Add(await RunAsync(used, prices, name, ticks, settings, () => bar.Increment(1), stop));
            }
        });

        var report = CascadeReporter.Report(settings, runs[0], runs[1]);
        CascadeTable.Print(report);
        if (output is not null)
        {
            Write(output, report, runs);
        }

        return 0;
    }

    private static async Task<CascadeRun> RunAsync(
        RiskParameters parameters, string prices, string name, IReadOnlyList<PriceTick> ticks, CascadeSettings settings, Action see, CancellationToken stop)
    {
        try
        {
            return await CascadeRun.RunAsync(parameters, name, ticks, settings, see, stop);
        }
        catch (InvalidDataException problem)
        {
            throw new CommandFailure($"{prices} cannot be used: {problem.Message}", problem);
        }
    }

    private static void Write(DirectoryInfo folder, CascadeReport report, List<CascadeRun> runs)
    {
        CommandFiles.Write(new FileInfo(Path.Combine(folder.FullName, "cascade.json")), output => JsonSerializer.Serialize(output, report, CascadeJson.Default.CascadeReport));
        CommandFiles.WriteText(new FileInfo(Path.Combine(folder.FullName, "cascade.html")), output => CascadePage.Write(output, report, runs[0], runs[1]));
    }

    /// <summary>The same parameters with no end to what liquidations may order in a minute.</summary>
    private static RiskParameters WithoutCap(FileInfo? file)
    {
        var document = JsonNode.Parse(file is null ? RiskParametersFile.SampleDocument() : CommandFiles.Read(file))!;
        if (document["liquidation"] is not JsonObject liquidation)
        {
            throw new CommandFailure($"{file?.FullName ?? "The sample"} has no liquidation section: without plans of liquidation there is no cap to compare.");
        }

        foreach (var market in new[] { liquidation["market"] }.Concat(liquidation["markets"]?.AsArray() ?? []).OfType<JsonObject>())
        {
            market.Remove("perMinute");
        }

        return RiskParametersFile.Parse(Encoding.UTF8.GetBytes(document.ToJsonString()), file?.FullName ?? "The sample");
    }
}
