using System.Diagnostics;
using System.Globalization;
using System.Text;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Prices;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Hosting;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Benchmarks;

/// <summary>A tick that crosses no band, with 1,000, 10,000 and 100,000 accounts on the embedded backend: how long it takes and which rows it touches. It should not depend on the accounts.</summary>
internal static class TickBenchmark
{
    private const int Ticks = 2_000;
    private const decimal Open = 60_000m;

    public static async Task RunAsync()
    {
        Console.WriteLine("accounts    µs a tick (median)    marks written    marks read    bands read    shard rows    messages");
        foreach (var accounts in new[] { 1_000, 10_000, 100_000 })
        {
            await MeasureAsync(accounts);
        }
    }

    private static async Task MeasureAsync(int accounts)
    {
        using var folder = new Scratch();
        var start = new DateTimeOffset(2026, 5, 19, 12, 0, 0, TimeSpan.Zero);
        var time = new SimulatedTime(start);
        var parameters = RiskParametersFile.LoadSample();
        await using var host = await EngineHost.OpenAsync(Path.Combine(folder.Path, "ticks.db"), EmbeddedDurability.ThrowAway, parameters, time, CancellationToken.None);
        var steps = new EngineSteps(host, batch: 4096);
        await host.Ingestor.IngestAsync([Price(0, Open, start)], CancellationToken.None);
        for (var first = 0; first < accounts; first += 1_000)
        {
            await host.Router.RouteUpdatesAsync([.. Enumerable.Range(first, 1_000).Select(Update)], CancellationToken.None);
            await steps.DrainAsync(CancellationToken.None);
        }

        if (steps.Total.Applied != accounts)
        {
            throw new InvalidOperationException($"{steps.Total.Applied} of {accounts} accounts were loaded.");
        }

        var marks = new CountingMarks(host.Marks);
        var bands = new CountingBands(host.Bands, parameters.ShardCount);
        var sender = new CountingSender(host.Queues);
        using var metrics = new EngineMetrics();
        var ingestor = new PriceIngestor(parameters, marks, bands, sender, metrics, time);
        var microseconds = new List<double>(Ticks);
        for (var n = 1; n <= Ticks; n++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            var tick = Price(n, Open + n % 20 - 10, time.GetUtcNow());
            var watch = Stopwatch.GetTimestamp();
            await ingestor.IngestAsync([tick], CancellationToken.None);
            microseconds.Add(Stopwatch.GetElapsedTime(watch).TotalMicroseconds);
        }

        if (sender.Sent != 0 || marks.Written != Ticks)
        {
            throw new InvalidOperationException($"{sender.Sent} messages were sent and {marks.Written} marks stored: these ticks were meant to cross no band.");
        }

        microseconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{accounts,8:N0}    {microseconds[Ticks / 2],18:N0}    {marks.Written / Ticks,13}    {marks.Read / Ticks,10}    {bands.Read / Ticks,10}    {0,10}    {sender.Sent,8}"));
    }

    private static IncomingMessage Price(int n, decimal price, DateTimeOffset asOf) => new($"p{n}", Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"source":"benchmark","asOf":"{{asOf:O}}","prices":[{"symbol":"BTC-PERP","price":"{{price}}"}]}""")));

    // Ten times maintenance and more: far from every level.
    private static IncomingMessage Update(int account) => new($"u{account}", Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"accountId":"T-{{account}}","sequence":1,"asOf":"2026-05-19T12:00:00Z","positions":[{"instrument":"BTC-PERP","quantity":"0.1","entryPrice":"60000"}],"collateral":[{"asset":"USDT","quantity":"{{2_000 + account % 997}}"}]}""")));

    private sealed class CountingMarks(IMarkStore inner) : IMarkStore
    {
        public int Written { get; private set; }

        public int Read { get; private set; }

        public async Task<IReadOnlyList<Mark>> ReadAllAsync(CancellationToken cancellationToken)
        {
            var marks = await inner.ReadAllAsync(cancellationToken);
            Read += marks.Count;
            return marks;
        }

        public async Task<IReadOnlyList<bool>> AdvanceAsync(IReadOnlyList<Mark> marks, CancellationToken cancellationToken)
        {
            var stored = await inner.AdvanceAsync(marks, cancellationToken);
            Written += stored.Count(s => s);
            return stored;
        }
    }

    /// <summary>Counts the rows of the symbol's partition, all of which a store may have to read.</summary>
    private sealed class CountingBands(IBandIndex inner, int shards) : IBandIndex
    {
        public int Read { get; private set; }

        public Task NarrowAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A tick writes no band.");

        public Task ReplaceAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A tick writes no band.");

        public Task<IReadOnlyList<int>> FindLeftAsync(string symbol, decimal mark, CancellationToken cancellationToken)
        {
            Read += shards;
            return inner.FindLeftAsync(symbol, mark, cancellationToken);
        }

        public Task<IReadOnlyDictionary<string, PriceBand>> ReadShardAsync(int shard, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A tick reads no shard.");
    }

    private sealed class CountingSender(EmbeddedQueues inner) : IMessageSender
    {
        public int Sent { get; private set; }

        public Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
        {
            Sent += messages.Count;
            return inner.SendAsync(messages, cancellationToken);
        }
    }
}
