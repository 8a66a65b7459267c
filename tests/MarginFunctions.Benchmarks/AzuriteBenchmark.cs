#if AZURE
using System.Diagnostics;
using System.Text;
using Azure.Data.Tables;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Storage;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// Rows committed per second on Azurite, round by round next to a bare loop of 100-row transactions with rows of the same size: first the store alone, then whole shard work with all that it
/// reads and decides (99 accounts and the header a transaction). Each way works on four partitions at once, as the Functions host works on several sessions at once.
/// </summary>
internal static class AzuriteBenchmark
{
    private const int Rounds = 40;
    private const int RowsEach = 99;
    private const int Workers = 4;
    private const int FirstBareShard = 100;

    public static async Task RunAsync()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        try
        {
            await MeasureAsync(azurite.ConnectionString);
        }
        finally
        {
            await azurite.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(string connectionString)
    {
        var tables = new EngineTables(new TableServiceClient(connectionString));
        foreach (var table in tables.All)
        {
            await table.CreateIfNotExistsAsync();
        }

        var parameters = RiskParametersFile.LoadSample();
        var accounts = Enumerable.Range(0, Workers).Select(shard => AccountsOf(shard, parameters.ShardCount)).ToList();
        var store = new TableShardStore(tables.Shards);
        var marks = new TableMarkStore(tables.Marks);
        using var metrics = new EngineMetrics();
        var now = TimeProvider.System.GetUtcNow();
        await marks.AdvanceAsync([new Mark("BTC-PERP", 60_000, now, "benchmark")], CancellationToken.None);
        var processor = new ShardProcessor(
            parameters,
            store,
            marks,
            new TableRiskStateStore(tables.Parameters),
            new TableBandIndex(tables.Bands),
            new TableDecisionHistory(tables.History),
            new TableSliceBudget(tables.Slices),
            new NoMessages(),
            metrics,
            TimeProvider.System);

        // One round to load the shards and to see how large their rows are.
        await AllAsync(shard => processor.ProcessAsync(Work(shard, accounts[shard], 1, now), CancellationToken.None));
        var size = (await store.LoadAsync(0, CancellationToken.None)).Accounts[0].Body.Length;
        var bare = new List<double>();
        var storeAlone = new List<double>();
        var whole = new List<double>();
        var headers = new StoredHeader?[Workers];
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await AllAsync(shard => BareAsync(tables.Shards, shard, round, size)));
            storeAlone.Add(await AllAsync(async shard => headers[shard] = await CommitAsync(store, shard, headers[shard], round, size)));
            whole.Add(await AllAsync(shard => processor.ProcessAsync(Work(shard, accounts[shard], round + 2, now), CancellationToken.None)));
        }

        for (var shard = 0; shard < Workers; shard++)
        {
            var stored = (await store.LoadAsync(shard, CancellationToken.None)).Accounts;
            if (stored.Count != RowsEach || stored.Any(row => !Encoding.UTF8.GetString(row.Body.Span).Contains($"\"lastSequence\":{Rounds + 1}", StringComparison.Ordinal)))
            {
                throw new InvalidOperationException("Not every account holds what its last update said.");
            }
        }

        Console.WriteLine($"rows of {size} characters, {Workers} partitions at once, medians of {Rounds} rounds taken in turn");
        Console.WriteLine($"bare loop of 100-row transactions: {100 * Workers / Median(bare):N0} rows/s");
        Console.WriteLine($"the shard store's commits:         {100 * Workers / Median(storeAlone):N0} rows/s, {Ratio(bare, storeAlone):N2} of the bare loop");
        Console.WriteLine($"whole shard work, warm:            {100 * Workers / Median(whole):N0} rows/s, {Ratio(bare, whole):N2} of the bare loop");
    }

    private static Task BareAsync(TableClient table, int partition, int round, int size)
    {
        var body = new string((char)('a' + round % 26), size);
        return table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(row => new TableTransactionAction(
            TableTransactionActionType.UpsertReplace, new TableEntity($"bare-{partition}", $"a|B-{row}") { ["B00"] = body })));
    }

    private static async Task<StoredHeader?> CommitAsync(TableShardStore store, int shard, StoredHeader? header, int round, int size)
    {
        var body = Encoding.UTF8.GetBytes(new string((char)('a' + round % 26), size));
        var next = new ShardHeader(round + 1, $"benchmark-{round}", 1);
        var changes = Enumerable.Range(0, RowsEach).Select(row => new RowChange(RowKeys.Account($"C-{row}"), body)).ToList();
        return await store.CommitAsync(new ShardTransaction(FirstBareShard + shard, next, header?.ETag, changes), CancellationToken.None)
            ?? throw new InvalidOperationException("Someone else wrote.");
    }

    private static ShardWork Work(int shard, IReadOnlyList<string> accounts, int sequence, DateTimeOffset now) => new(
        ShardWorkKind.Updates,
        shard,
        [.. accounts.Select(account => new AcceptedUpdate($"{account}-{sequence}", Entities.PositionUpdates, new HoldingsUpdate(
            account,
            sequence,
            now,
            [new Position("BTC-PERP", 0.1m + sequence * 0.001m, 60_000)],
            [new CollateralHolding("USDT", 10_000)],
            Complete: false)))]);

    private static List<string> AccountsOf(int shard, int shardCount) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(n => $"A-{n}").Where(id => ShardMap.ShardOf(id, shardCount) == shard).Take(RowsEach)];

    /// <summary>Runs one step on every partition at once.</summary>
    private static async Task<double> AllAsync(Func<int, Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(act));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    /// <summary>The median of the rounds' own ratios, so that the machine's drift cancels.</summary>
    private static double Ratio(List<double> bare, List<double> other) => Median(bare.Zip(other, (b, o) => b / o));

    /// <summary>These updates are far from every level, so a message would be a mistake.</summary>
    private sealed class NoMessages : IMessageSender
    {
        public Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"{messages[0].Entity} was not meant to get a message.");
    }
}
#endif
