using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.State;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// One coverage report over accounts of the sample book in an embedded file: reading, adding up, storing. The baseline reads the same rows and does nothing with them. The shortfalls are checked against the same accounts added up from memory.
/// </summary>
internal static class CoverageBenchmark
{
    private const int RoundCount = 5;
    private static readonly int[] Sizes = [10_000, 100_000];

    public static async Task RunAsync()
    {
        foreach (var accounts in Sizes)
        {
            await RunAsync(accounts);
        }
    }

    private static async Task RunAsync(int count)
    {
        using var folder = new Scratch();
        var parameters = RiskParametersFile.LoadSample();
        await using var database = EmbeddedDatabase.Open(Path.Combine(folder.Path, "coverage.db"), EmbeddedDurability.ThrowAway);
        var shards = new EmbeddedShardStore(database);
        var marks = new EmbeddedMarkStore(database);
        var tick = DemoMarket.Ticks(DateTimeOffset.UnixEpoch)[0];
        var quotes = MarketRun.Quote(parameters, tick);
        await marks.AdvanceAsync([.. quotes.Select(q => new Mark(q.Key, q.Value, tick.At, "benchmark"))], CancellationToken.None);
        var states = new SampleBook(parameters, MarkSet.Of(parameters, quotes), seed: 7).Create(count).Select(StateOf).ToList();
        await StoreAsync(parameters, shards, states);

        using var metrics = new EngineMetrics();
        var reporter = new CoverageReporter(
            parameters, shards, marks, new EmbeddedRiskStateStore(database), new EmbeddedFundStore(database), new EmbeddedCoverageReportStore(database), metrics, TimeProvider.System);
        var tally = new CoverageTally(MarkSet.Of(parameters, quotes, tick.At));
        states.ForEach(tally.Add);
        var expected = tally.Report(fund: null);
        states.Clear();

        var reports = new List<double>();
        var reads = new List<double>();
        var peak = 0L;
        for (var round = 0; round <= RoundCount; round++)
        {
            var watch = Stopwatch.StartNew();
            var report = await reporter.ReportAsync(CancellationToken.None);
            reports.Add(watch.Elapsed.TotalSeconds);
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            if ((report.Accounts, report.Shortfalls, report.CoverTwo!.Loss) != (count, expected.Shortfalls, expected.CoverTwo!.Loss))
            {
                throw new InvalidOperationException($"The report says {report}; from memory it is {expected}.");
            }

            watch.Restart();
            for (var shard = 0; shard < parameters.ShardCount; shard++)
            {
                _ = await shards.LoadAsync(shard, CancellationToken.None);
            }

            reads.Add(watch.Elapsed.TotalSeconds);
        }

        var (whole, read) = (Rounds.Median(reports.Skip(1)), Rounds.Median(reads.Skip(1)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} accounts: a report in {whole:N2} s ({count / whole:N0} accounts/s), reading alone {read:N2} s, report over reading {whole / read:N1}; heap at most {peak / 1e6:N0} MB"));
    }

    private static AccountState StateOf(BrokerAccount account) => new(
        account.AccountId,
        new Holdings([.. account.Portfolio.Positions.Select(p => new HeldPosition(p, 1))], [.. account.Portfolio.Collateral.Select(c => new HeldCollateral(c, 1))], 0, 1),
        [new PoolState("cross", MarginStatus.Healthy)],
        0,
        [],
        default);

    private static async Task StoreAsync(RiskParameters parameters, EmbeddedShardStore shards, IEnumerable<AccountState> states)
    {
        foreach (var shard in states.GroupBy(s => ShardMap.ShardOf(s.AccountId, parameters.ShardCount)))
        {
            StoredHeader? header = null;
            foreach (var chunk in shard.Chunk(99))
            {
                var changes = chunk.Select(s => new RowChange(RowKeys.Account(s.AccountId), JsonSerializer.SerializeToUtf8Bytes(s, EngineJson.Default.AccountState)));
                var next = new ShardHeader((header?.Header.Version ?? 0) + 1, Guid.NewGuid().ToString("N"), 0);
                header = await shards.CommitAsync(new ShardTransaction(shard.Key, next, header?.ETag, [.. changes]), CancellationToken.None)
                    ?? throw new InvalidOperationException($"Shard {shard.Key} was written by another.");
            }
        }
    }
}
