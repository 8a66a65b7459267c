using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// Portfolio margin of accounts with 20 options and 3 futures on one underlying in 27 scenarios, out of a market of 480 options in 8 expiries. One operation is one account. Risk arrays are shared by all accounts, or
/// made anew for every shard of 64; the baseline values every option of every account in every scenario, one at a time.
/// </summary>
[MemoryDiagnoser]
public class PortfolioBenchmark
{
    private const int Accounts = 10_007;
    private const int Shard = 64;
    private const int WrittenOutAccounts = 101;
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    private readonly ResolvedPool[] pools = new ResolvedPool[Accounts];
    private PortfolioMarginModel model = null!;
    private MarkSet marks = null!;

    public static void Run()
    {
        // A busy machine builds slowly.
        var summary = BenchmarkRunner.Run<PortfolioBenchmark>(ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10)).AddJob(Job.Default.WithMinIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(500)).WithIterationCount(15)));
        foreach (var report in summary.Reports)
        {
            Console.WriteLine($"{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}: {1e9 / report.ResultStatistics!.Median:N0} accounts/s (median)");
        }
    }

    [GlobalSetup]
    public void Setup()
    {
        // The grid of the Deribit-like preset, 27 scenarios, without its extended table.
        var preset = PortfolioMarginPresets.Load("deribit-cross-like");
        model = new PortfolioMarginModel(
            "benchmark", preset.Factors, [.. preset.Scenarios.Take(27)], preset.PriceRange, preset.PriceRanges, preset.Volatility, preset.Combination, preset.Coin, preset.Collateral, preset.Charges);
        var tiers = RiskParametersFile.LoadSample().FindInstrument("BTC-PERP")!.Tiers;
        Instrument[] futures =
        [
            new("BTC-PERP", ContractKind.Perpetual, SettlementKind.Linear, "BTC-USD", "USDT", 1, 0.6m, null, tiers),
            new("BTC-COIN", ContractKind.Perpetual, SettlementKind.Inverse, "BTC-USD", "BTC", 100, 0.6m, null, tiers),
            new("BTC-MAR", ContractKind.Future, SettlementKind.Linear, "BTC-USD", "USDT", 1, 0.6m, Now.AddDays(120), tiers),
        ];
        int[] days = [1, 3, 9, 16, 30, 65, 121, 303];
        OptionContract[] options =
        [
            .. from day in days from strike in Enumerable.Range(0, 30) from type in new[] { OptionType.Call, OptionType.Put }
               select new OptionContract($"BTC-{day}-{strike}-{type}", SettlementKind.Linear, "BTC-USD", "USDT", 1, 30_000 + 2_000 * strike, type, Now.AddDays(day), "BTC-PERP", $"VOL-{day}-{strike}", StandardOptionMargin.Deribit),
        ];
        var parameters = new RiskParameters("benchmark", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, futures, [new("USDT", null, [new(0, 0)], null)], [], options, model);
        var random = new Random(20_261_125);
        marks = MarkSet.Of(
            parameters,
            [new("BTC-PERP", 61_234.5m), new("BTC-COIN", 61_240), new("BTC-MAR", 62_100.25m), .. options.Select(o => o.VolatilitySymbol).Distinct().Select(v => KeyValuePair.Create(v, Math.Round((decimal)(0.4 + 0.5 * random.NextDouble()), 4)))],
            Now);
        for (var n = 0; n < Accounts; n++)
        {
            Position[] positions =
            [
                .. futures.Select(f => new Position(f.Symbol, Math.Round((decimal)(4 * random.NextDouble() - 2), 3) + 0.0001m, 61_000)),
                .. random.GetItems(options, 200).DistinctBy(o => o.Symbol).Take(20).Select(o => new Position(o.Symbol, random.Next(1, 20) * (random.Next(2) == 0 ? 1 : -1) * 0.1m, 0)),
            ];
            pools[n] = ResolvedPortfolio.Resolve(new Portfolio(positions, [new CollateralHolding("USDT", 100_000)], AccountMode.Portfolio), parameters).Pools[0];
        }

        var expected = WrittenOut();
        if (Math.Abs(Sum(pools.AsSpan(0, WrittenOutAccounts), marks) - expected) > 1e-8m * expected || Shared() != WithArrays())
        {
            throw new InvalidOperationException("The ways to find portfolio margin disagree.");
        }
    }

    [Benchmark(OperationsPerInvoke = Accounts)]
    public decimal Shared() => Sum(pools, marks);

    [Benchmark(OperationsPerInvoke = Accounts)]
    public decimal WithArrays()
    {
        var sum = 0m;
        for (var start = 0; start < Accounts; start += Shard)
        {
            sum += Sum(pools.AsSpan(start, Math.Min(Shard, Accounts - start)), marks.As(Now, RiskState.None));
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = WrittenOutAccounts)]
    public decimal WrittenOut()
    {
        var sum = 0m;
        foreach (var pool in pools.AsSpan(0, WrittenOutAccounts))
        {
            var worst = 0d;
            foreach (var scenario in model.Scenarios)
            {
                worst = Math.Max(worst, LossIn(pool, scenario));
            }

            sum += (decimal)(worst + BasisOf(pool));
        }

        return sum;
    }

    private static decimal Sum(ReadOnlySpan<ResolvedPool> pools, MarkSet marks)
    {
        var sum = 0m;
        foreach (var pool in pools)
        {
            if (!PortfolioMargin.TryAssess(pool, marks, marks.Parameters.PortfolioMargin!, out var initial, out _, out var missing))
            {
                throw new InvalidOperationException($"{missing} is missing.");
            }

            sum += initial;
        }

        return sum;
    }

    private double LossIn(ResolvedPool pool, MarginScenario scenario)
    {
        var move = scenario.ForwardMove((double)model.PriceRange);
        var loss = 0d;
        foreach (var position in pool.Positions)
        {
            loss -= (double)position.Exposure * (position.IsInverse ? 1 : (double)marks.Find(position.Symbol)!.Value) * move;
        }

        foreach (var option in pool.Options)
        {
            var (forward, volatility, years) = MarketOf(option);
            var moved = model.Volatility.Move(volatility, model.Volatility.Scale(years), (double)scenario.Volatility);
            var isCall = option.Contract.Type == OptionType.Call;
            loss -= (double)option.Exposure * (Value(forward * (1 + move), option, moved, years, isCall) - Value(forward, option, volatility, years, isCall));
        }

        return loss;
    }

    private double BasisOf(ResolvedPool pool)
    {
        var deltas = new Dictionary<DateTimeOffset, (double Delta, double Years)>();
        foreach (var position in pool.Positions)
        {
            var expiry = position.Instrument.Expiry ?? default;
            Add(expiry, (double)position.Exposure * (position.IsInverse ? 1 : (double)marks.Find(position.Symbol)!.Value), position.Instrument.Expiry is { } e ? (e - Now).TotalDays / 365 : 0);
        }

        foreach (var option in pool.Options)
        {
            var (forward, volatility, years) = MarketOf(option);
            var delta = Black76.Evaluate(forward, (double)option.Contract.Strike, volatility, years, option.Contract.Type == OptionType.Call).Delta;
            Add(option.Contract.Expiry, (double)option.Exposure * delta * forward, years);
        }

        return deltas.Values.Sum(d => Math.Abs(d.Delta) * Math.Max(0.075 * d.Years, 0.01));

        void Add(DateTimeOffset expiry, double delta, double years) => deltas[expiry] = (deltas.GetValueOrDefault(expiry).Delta + delta, years);
    }

    private (double Forward, double Volatility, double Years) MarketOf(ResolvedOption option) =>
        ((double)marks.Find(option.Forward)!.Value, (double)marks.Find(option.Volatility)!.Value, option.Contract.YearsFrom(Now));

    private static double Value(double forward, ResolvedOption option, double volatility, double years, bool isCall) =>
        Black76.Evaluate(forward, (double)option.Contract.Strike, volatility, years, isCall).Value;
}
