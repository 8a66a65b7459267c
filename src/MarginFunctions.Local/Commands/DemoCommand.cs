using System.CommandLine;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Prices;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary><c>demo</c>: a short market crash over a sample book, through the real queues and the real engine.</summary>
internal static class DemoCommand
{
    private const int Accounts = 200;
    private const int Seed = 7;

    /// <summary>When the made-up crash begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 19, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var command = new Command("demo", "Play a short market crash over a sample book (the default).");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken stop)
    {
        var parameters = RiskParametersFile.LoadSample();
        var ticks = DemoMarket.Ticks(Start);
        var book = new SampleBook(parameters, MarkSet.Of(parameters, MarketRun.Quote(parameters, ticks[0])), Seed).Create(Accounts);
        var tally = new ReplayTally();

        Screen.Output.MarkupLine($"[bold]{Accounts} accounts, {parameters.Instruments.Count} instruments, parameters {parameters.Version}.[/] Two simulated hours; every third customer answers a call.");
        await using var run = await MarketRun.OpenAsync(parameters, ticks[0], book, stop);
        await MarketPlay.PlayAsync(run, ticks, ShowAsync, stop);
        async Task ShowAsync(PriceTick tick, IReadOnlyList<MarketEvent> happened)
        {
            tally.Add(happened);
            EventLines.Print(happened, tick.At);
            if (tick.At.Minute % 10 == 0)
            {
                Screen.Output.MarkupLine($"[grey]{tick.At:HH:mm}  BTC {tick.Prices["BTC-USD"]:N0}  ETH {tick.Prices["ETH-USD"]:N0}  SOL {tick.Prices["SOL-USD"]:N1}[/]");
            }

            await Task.Delay(Pace, stop);
        }

        return ReplayReport.Print(await tally.SummarizeAsync(run, "demo", parameters, Seed, ticks, stop), run.JobTimes);
    }
}
