using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Backtest;
using MarginFunctions.Local.Calc;
using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Scenarios;

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

    public static BacktestRun Run(IEnumerable<(decimal Btc, decimal Eth)> prices, params CalcAccount[] accounts) => Run(Parameters, prices, accounts);

    public static BacktestRun Run(RiskParameters parameters, IEnumerable<(decimal Btc, decimal Eth)> prices, params CalcAccount[] accounts)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, Ticks(prices)
                .SelectMany(t => t.Prices.Select(p => FormattableString.Invariant($"{t.At:yyyy-MM-ddTHH:mm:ssZ},{p.Key},{p.Value}"))).Prepend("timestamp,symbol,price"));
            return BacktestRun.Of(new FileInfo(file), parameters, accounts, Settings, CancellationToken.None);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The sample with portfolio margin: 15 % up and down and nothing else, initial margin 1.25 times maintenance; and with these dynamic ranges.</summary>
    public static RiskParameters WithPortfolioMargin(DynamicRangePolicy? ranges = null)
    {
        var p = Parameters;
        var model = new PortfolioMarginModel(
            "up and down",
            new MarginFactors(1.25m, 1),
            [new MarginScenario("up", 1, isAbsolute: false, volatility: 0), new MarginScenario("down", -1, isAbsolute: false, volatility: 0)],
            0.15m,
            new Dictionary<string, decimal>(),
            new VolatilityRange(0, 0, VolatilityUnit.Relative, 0, 0, 1, 0),
            LossCombination.Separate,
            CoinValuation.ScenarioPrice,
            CollateralTreatment.Netted,
            PortfolioCharges.None);
        return new RiskParameters(
            p.Version, p.AccountCurrency, p.ShardCount, p.MaximumPriceAge, p.Levels, p.Instruments, p.Collateral, p.Stress, p.Options, model, ranges);
    }

    public static decimal Requirement(this BacktestRun run, string subject, string model) =>
        run.Rolled.Single(r => r.Subject.Name == subject).Requirements[run.Models.Select(m => m.Key).ToList().IndexOf(model)][0];

    public static decimal Loss(this BacktestRun run, string subject) => run.Rolled.Single(r => r.Subject.Name == subject).Losses[0];
}
