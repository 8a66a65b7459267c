using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// Cross accounts with ten linear positions each: the assessor against the definition written out, bracket by bracket, in the same decimals. One operation is one account.
/// </summary>
[MemoryDiagnoser]
public class AssessmentBenchmark
{
    private const int Accounts = 10_007;
    private const int Positions = 10;

    private readonly ResolvedPool[] pools = new ResolvedPool[Accounts];
    private RiskParameters parameters = null!;
    private MarkSet marks = null!;

    public static void Run()
    {
        var summary = BenchmarkRunner.Run<AssessmentBenchmark>(DefaultConfig.Instance.AddJob(Job.Default.WithMinIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(500)).WithIterationCount(15)));
        foreach (var report in summary.Reports)
        {
            Console.WriteLine($"{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}: {1e9 / report.ResultStatistics!.Median:N0} accounts/s (median)");
        }
    }

    [GlobalSetup]
    public void Setup()
    {
        var tiers = RiskParametersFile.LoadSample().FindInstrument("BTC-PERP")!.Tiers;
        var instruments = Enumerable.Range(0, Positions).Select(i => new Instrument(
            $"C{i}-PERP", ContractKind.Perpetual, SettlementKind.Linear, $"C{i}-USD", "USDT", 1, 0.6m, null, tiers)).ToList();
        parameters = new RiskParameters(
            "benchmark", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, instruments, [new("USDT", null, [new(0, 0)], null)], []);
        var random = new Random(20_170_903);
        marks = MarkSet.Of(parameters, instruments.Select(i => KeyValuePair.Create(i.Symbol, Math.Round((decimal)(random.NextDouble() * 60_000 + 1), 2))));
        for (var n = 0; n < Accounts; n++)
        {
            var positions = instruments.ConvertAll(i =>
            {
                var mark = marks.Find(parameters.FindSymbol(i.Symbol)!.Value)!.Value;
                var notional = (decimal)Math.Exp(Math.Log(500) + random.NextDouble() * Math.Log(600));
                var quantity = Math.Round(notional / mark, 4) + 0.0001m;
                return new Position(i.Symbol, random.Next(2) == 0 ? quantity : -quantity, Math.Round(mark * (decimal)(0.95 + 0.1 * random.NextDouble()), 2));
            });
            pools[n] = ResolvedPortfolio.Resolve(new Portfolio(positions, [new CollateralHolding("USDT", random.Next(1_000, 100_000))]), parameters).Pools[0];
        }

        if (Assess() != WrittenOut())
        {
            throw new InvalidOperationException("The two ways to assess disagree.");
        }
    }

    [Benchmark(OperationsPerInvoke = Accounts)]
    public (decimal Equity, decimal Initial, decimal Maintenance) Assess()
    {
        var equity = 0m;
        var initial = 0m;
        var maintenance = 0m;
        foreach (var pool in pools)
        {
            if (!PoolAssessor.TryAssess(pool, marks, out var margin, out var missing))
            {
                throw new InvalidOperationException($"{missing} is missing.");
            }

            equity += margin.Equity;
            initial += margin.Initial;
            maintenance += margin.Maintenance;
        }

        return (equity, initial, maintenance);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Accounts)]
    public (decimal Equity, decimal Initial, decimal Maintenance) WrittenOut()
    {
        var equity = 0m;
        var initial = 0m;
        var maintenance = 0m;
        foreach (var pool in pools)
        {
            var e = PoolAssessor.CollateralValue(pool, marks);
            var im = 0m;
            var mm = 0m;
            foreach (var position in pool.Positions)
            {
                var mark = marks.Find(position.Symbol)!.Value;
                var notional = Math.Abs(position.Position.Quantity * position.Instrument.ContractSize * mark);
                e += position.Position.Quantity * position.Instrument.ContractSize * (mark - position.Position.EntryPrice);
                var tiers = position.Instrument.Tiers.Tiers;
                for (var n = 0; n < tiers.Count && tiers[n].Floor < notional; n++)
                {
                    var part = (n + 1 < tiers.Count ? Math.Min(notional, tiers[n + 1].Floor) : notional) - tiers[n].Floor;
                    im += part * tiers[n].InitialRate;
                    mm += part * tiers[n].MaintenanceRate;
                }
            }

            equity += MoneyRounding.RoundDownEquity(e);
            initial += MoneyRounding.RoundUpRequirement(im);
            maintenance += MoneyRounding.RoundUpRequirement(mm);
        }

        return (equity, initial, maintenance);
    }
}
