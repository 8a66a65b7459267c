using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// The local host as a process of its own, driven over HTTP: position updates from POST to committed state and empty queues, and the time from the POST of a price to the margin call it
/// leads to. Both processes share the machine. The baseline is the same number of rows written by a bare loop of 100-row SQLite transactions.
/// </summary>
internal static class EmbeddedBenchmark
{
    private const int Accounts = 10_000;
    private const int WarmUpEach = 5;
    private const int UpdatesEach = 20;
    private const int BatchSize = 500;
    private const int Senders = 3;
    private const int Calls = 300;

    public static async Task RunAsync()
    {
        using var folder = new Scratch();
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder.Path, "benchmark.db"));
        await PostPricesAsync(server.Client, 60_000m);

        await SendAllAsync(server.Client, [.. Enumerable.Range(0, WarmUpEach).SelectMany(Batches)]);
        await server.WaitUntilIdleAsync();

        var bodies = Enumerable.Range(WarmUpEach, UpdatesEach).SelectMany(Batches).ToList();
        var watch = Stopwatch.StartNew();
        await SendAllAsync(server.Client, bodies);
        var posted = watch.Elapsed;
        await server.WaitUntilIdleAsync();
        var done = watch.Elapsed;
        await CheckAsync(server.Client);

        const int updates = Accounts * UpdatesEach;
        Console.WriteLine($"position updates: {updates:N0} posted in {posted.TotalSeconds:N2} s, all committed and sent after {done.TotalSeconds:N2} s: {updates / done.TotalSeconds:N0} updates/s");

        var bare = SqliteBaseline.RowsPerSecond(Path.Combine(folder.Path, "bare.db"), rows: 100_000);
        Console.WriteLine($"bare loop of 100-row transactions in the same file format: {bare:N0} rows/s; updates/s over it: {updates / done.TotalSeconds / bare:N2}");

        await MeasureLatencyAsync(server.Client);
    }

    private static IEnumerable<ByteArrayContent> Batches(int round)
    {
        for (var first = 0; first < Accounts; first += BatchSize)
        {
            var batch = Enumerable.Range(first, BatchSize).Select(account => new
            {
                Body = Update($"B-{account}", round + 1, quantity: 0.1m + round * 0.001m, collateral: 5_000 + round),
                BrokerProperties = new { MessageId = $"{account}-{round}" },
            });
            var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(batch));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/vnd.microsoft.servicebus.json");
            yield return content;
        }
    }

    private static string Update(string account, int sequence, decimal quantity, decimal collateral) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"accountId":"{{account}}","sequence":{{sequence}},"asOf":"2026-05-19T13:00:00Z","positions":[{"instrument":"BTC-PERP","quantity":"{{quantity}}","entryPrice":"60000"}],"collateral":[{"asset":"USDT","quantity":"{{collateral}}"}]}""");

    private static async Task SendAllAsync(HttpClient client, IReadOnlyList<ByteArrayContent> bodies)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            int place;
            while ((place = Interlocked.Increment(ref next)) < bodies.Count)
            {
                using var reply = await client.PostAsync($"{Entities.PositionUpdates}/messages", bodies[place]);
                await EnsureAsync(reply, HttpStatusCode.Created);
            }
        }));
    }

    private static async Task PostPricesAsync(HttpClient client, decimal price)
    {
        var now = DateTimeOffset.Parse(TimeProvider.System.GetUtcNow().ToString("O"), CultureInfo.InvariantCulture);
        using var reply = await client.PostAsync($"{Entities.PriceUpdates}/messages", new StringContent(
            string.Create(CultureInfo.InvariantCulture, $$"""{"source":"benchmark","asOf":"{{now:O}}","prices":[{"symbol":"BTC-PERP","price":"{{price}}"}]}""")));
        await EnsureAsync(reply, HttpStatusCode.Created);
    }

    /// <summary>Every account must hold what its last update said.</summary>
    private static async Task CheckAsync(HttpClient client)
    {
        for (var account = 0; account < Accounts; account += 97)
        {
            using var state = JsonDocument.Parse(await client.GetByteArrayAsync($"accounts/B-{account}"));
            var holdings = state.RootElement.GetProperty("holdings");
            var quantity = holdings.GetProperty("positions")[0].GetProperty("position").GetProperty("quantity").GetString();
            var expected = (0.1m + (WarmUpEach + UpdatesEach - 1) * 0.001m).ToString(CultureInfo.InvariantCulture);
            if (holdings.GetProperty("lastSequence").GetInt64() != WarmUpEach + UpdatesEach || quantity != expected)
            {
                throw new InvalidOperationException($"Account B-{account} holds {quantity} as of sequence {holdings.GetProperty("lastSequence")}, not {expected}.");
            }
        }
    }

    /// <summary>One account at a time is put just above the call level and then pushed below it; the clock runs from that POST to the message in the customer's hands.</summary>
    private static async Task MeasureLatencyAsync(HttpClient client)
    {
        var milliseconds = new List<double>(Calls);
        for (var n = 0; n < Calls; n++)
        {
            // 0.1 BTC at 60,000: notional 6,000, maintenance 24. Equity 27 is a ratio of 1.125: called.
            var watch = Stopwatch.StartNew();
            using var reply = await client.PostAsync($"{Entities.PositionUpdates}/messages", new StringContent(Update($"L-{n}", 1, 0.1m, 27), Encoding.UTF8, "application/json"));
            await EnsureAsync(reply, HttpStatusCode.Created);
            using var call = await client.DeleteAsync($"{Entities.MarginCalls}/subscriptions/{Entities.Notifications}/messages/head?timeout=30");
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            await EnsureAsync(call, HttpStatusCode.OK);
            using var message = JsonDocument.Parse(await call.Content.ReadAsByteArrayAsync());
            if (message.RootElement.GetProperty("accountId").GetString() != $"L-{n}" || message.RootElement.GetProperty("kind").GetString() != "called")
            {
                throw new InvalidOperationException($"Expected the call of L-{n}, got {message.RootElement}.");
            }
        }

        milliseconds.Sort();
        Console.WriteLine($"from POST to margin call, one at a time, {Calls} calls: p50 {milliseconds[Calls / 2]:N1} ms, p99 {milliseconds[Calls * 99 / 100]:N1} ms");
    }

    private static async Task EnsureAsync(HttpResponseMessage reply, HttpStatusCode expected)
    {
        if (reply.StatusCode != expected)
        {
            throw new InvalidOperationException($"{reply.RequestMessage!.RequestUri} answered {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync()}");
        }
    }
}
