using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Embedded.Queues;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>What brokers and customers say to a server.</summary>
internal sealed class ServerClient(Uri address) : IDisposable
{
    public const string Notifications = "margin-calls/subscriptions/notifications";
    public const string BatchType = "application/vnd.microsoft.servicebus.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public HttpClient Http { get; } = new() { BaseAddress = address, Timeout = Patience };

    public Task<HttpResponseMessage> SendAsync(string queue, string body, string? properties = null, string type = "application/json") =>
        SendAsync(queue, Encoding.UTF8.GetBytes(body), properties, type);

    public async Task<HttpResponseMessage> SendAsync(string queue, byte[] body, string? properties = null, string type = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{queue}/messages") { Content = content };
        if (properties is not null)
        {
            request.Headers.TryAddWithoutValidation("BrokerProperties", properties);
        }

        return await Http.SendAsync(request);
    }

    /// <summary>Sends a message that must be taken.</summary>
    public async Task PostAsync(string queue, string body, string? messageId = null)
    {
        using var reply = await SendAsync(queue, body, messageId is null ? null : $$"""{"MessageId": "{{messageId}}"}""");
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
    }

    /// <summary>Sends a batch that must be taken.</summary>
    public async Task PostBatchAsync(string queue, string batch)
    {
        using var reply = await SendAsync(queue, batch, type: BatchType);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
    }

    /// <summary>Receives and deletes a message; null when there is none in time.</summary>
    public async Task<TakenMessage?> TakeAsync(string path, int timeout = 0)
    {
        using var reply = await Http.DeleteAsync(new Uri($"{path}/messages/head?timeout={timeout.ToString(CultureInfo.InvariantCulture)}", UriKind.Relative));
        if (reply.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        var properties = JsonSerializer.Deserialize<TakenProperties>(reply.Headers.GetValues("BrokerProperties").Single())!;
        return new TakenMessage(await reply.Content.ReadAsByteArrayAsync(), properties);
    }

    /// <summary>Takes everything, in the order in which it was sent.</summary>
    public async Task<IReadOnlyList<TakenMessage>> DrainAsync(string path)
    {
        const int readers = 16;
        var taken = new ConcurrentBag<TakenMessage>();
        async Task ReadAsync()
        {
            while (await TakeAsync(path) is { } message)
            {
                taken.Add(message);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => ReadAsync()));
        await ReadAsync();
        return [.. taken.OrderBy(m => m.Properties.SequenceNumber)];
    }

    /// <summary>An account as it is stored; null when it is not known.</summary>
    public async Task<AccountState?> FindAccountAsync(string accountId)
    {
        using var reply = await Http.GetAsync(new Uri($"accounts/{accountId}", UriKind.Relative));
        return reply.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonSerializer.Deserialize(await reply.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(), EngineJson.Default.AccountState);
    }

    /// <summary>Accounts as they are stored, in the order asked for.</summary>
    public async Task<IReadOnlyList<AccountState>> ReadAccountsAsync(IEnumerable<string> accountIds)
    {
        var found = new ConcurrentDictionary<string, AccountState>();
        var ids = accountIds.ToList();
        await Parallel.ForEachAsync(ids, async (id, _) => found[id] = await FindAccountAsync(id) ?? throw new InvalidOperationException($"{id} is not known."));
        return ids.ConvertAll(id => found[id]);
    }

    /// <summary>The latest coverage report.</summary>
    public async Task<CoverageReport> ReadCoverageAsync() =>
        JsonSerializer.Deserialize(await Http.GetByteArrayAsync(new Uri("coverage", UriKind.Relative)), EngineJson.Default.CoverageReport)!;

    public async Task<IReadOnlyDictionary<string, MessageCounts>> CountAsync()
    {
        using var health = JsonDocument.Parse(await Http.GetByteArrayAsync(new Uri("healthz", UriKind.Relative)));
        return health.RootElement.GetProperty("queues").Deserialize<Dictionary<string, MessageCounts>>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Waits until no inbound or internal queue holds anything.</summary>
    public async Task<IReadOnlyDictionary<string, MessageCounts>> WaitUntilIdleAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var counts = await CountAsync();
            if (Entities.Inbound.Append(Entities.ShardWork).Append(Entities.CoverageRequests).All(queue => counts[queue].Active + counts[queue].Locked == 0))
            {
                return counts;
            }

            await Task.Delay(Pause, limit.Token);
        }
    }

    public void Dispose() => Http.Dispose();
}
