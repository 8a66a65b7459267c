using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Backtest;
using MarginFunctions.Local.Calc;
using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Tests.Backtest;

/// <summary>Short histories of BTC and ETH whose requirements can be worked out by hand, at level 95 % with the sample parameters.</summary>
internal static class GivenHistory
{
    public static RiskParameters Parameters { get; } = RiskParametersFile.LoadSample();

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static BacktestSettings Settings { get; } = new(new(0.95m), TimeSpan.FromDays(1), Window: 20, WarmUp: 20, Notional: 100_000m);

    public static IReadOnlyList<PriceTick> Ticks(IEnumerable<(decimal Btc, decimal Eth)> prices, TimeSpan? step = null) =>
        [.. prices.Select((p, n) => new PriceTick(Start + n * (step ?? TimeSpan.FromDays(1)), new Dictionary<string, decimal> { ["BTC-USD"] = p.Btc, ["ETH-USD"] = p.Eth }))];

    /// <summary>Twenty days of 1 % up and back, of which the sixth is a fall of BTC by 10 %, then one more move of both.</summary>
    public static IEnumerable<(decimal Btc, decimal Eth)> Moves(decimal lastBtc, decimal lastEth)
    {
        var (btc, eth) = (50_000m, 2_000m);
        for (var day = 0; day < 21; day++)
        {
            yield return (btc, eth);
            btc *= day == 5 ? 0.9m : day % 2 == 0 ? 1.01m : 1 / 1.01m;
            eth *= day % 2 == 0 ? 1.02m : 1 / 1.02m;
        }

        // The move of the last day above is replaced.
        var (lastDayBtc, lastDayEth) = (btc / 1.01m, eth / 1.02m);
        yield return (lastDayBtc * (1 + lastBtc), lastDayEth * (1 + lastEth));
    }

    public static BacktestRun Run(IEnumerable<(decimal Btc, decimal Eth)> prices, params CalcAccount[] accounts)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, Ticks(prices)
                .SelectMany(t => t.Prices.Select(p => FormattableString.Invariant($"{t.At:yyyy-MM-ddTHH:mm:ssZ},{p.Key},{p.Value}"))).Prepend("timestamp,symbol,price"));
            return BacktestRun.Of(new FileInfo(file), Parameters, accounts, Settings, CancellationToken.None);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static decimal Requirement(this BacktestRun run, string subject, string model) =>
        run.Rolled.Single(r => r.Subject.Name == subject).Requirements[run.Models.Select(m => m.Key).ToList().IndexOf(model)][0];

    public static decimal Loss(this BacktestRun run, string subject) => run.Rolled.Single(r => r.Subject.Name == subject).Losses[0];
}
