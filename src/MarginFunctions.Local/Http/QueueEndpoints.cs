using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarginFunctions.Local.Http;

/// <summary>
/// Queues over HTTP in the shapes of Service Bus's REST operations: "Send Message", "Send Message Batch" and "Receive and Delete Message (Destructive Read)". Brokers may send to
/// the queues they own and read from those meant for them; internal queues are not reachable.
/// </summary>
internal static class QueueEndpoints
{
    private const int MostReports = 1440;
    private const string BatchContentType = "application/vnd.microsoft.servicebus.json";
    private static readonly string Notifications = EntityDefinition.SubscriptionPath(Entities.MarginCalls, Entities.Notifications);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <param name="app">Where.</param>
    /// <param name="host">The engine.</param>
    /// <param name="notifies">Whether the server reads the subscription of notifications itself: then no one else may take its messages away.</param>
    public static void Map(IEndpointRouteBuilder app, EngineHost host, bool notifies)
    {
        var stopping = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        app.MapPost("/{queue}/messages", (string queue, HttpRequest request, CancellationToken stop) => SendAsync(host, queue, request, stop));
        app.MapDelete("/{queue}/messages/head", (string queue, HttpRequest request, CancellationToken stop) => ReceiveAsync(host, queue, request, notifies, stopping, stop));
        app.MapDelete(
            "/{topic}/subscriptions/{subscription}/messages/head",
            (string topic, string subscription, HttpRequest request, CancellationToken stop) =>
                ReceiveAsync(host, EntityDefinition.SubscriptionPath(topic, subscription), request, notifies, stopping, stop));
        app.MapGet("/accounts/{accountId}", (string accountId, CancellationToken stop) => AccountAsync(host, accountId, stop));
        app.MapGet("/coverage", (HttpRequest request, CancellationToken stop) => CoverageAsync(host, request, stop));
        app.MapGet("/healthz", (CancellationToken stop) => HealthAsync(host, stop));
    }

    private static async Task<IResult> SendAsync(EngineHost host, string queue, HttpRequest request, CancellationToken stop)
    {
        if (!Entities.Inbound.Contains(queue))
        {
            return Refuse(StatusCodes.Status404NotFound, $"There is no queue {queue} to send to. Send to one of: {string.Join(", ", Entities.Inbound)}.");
        }

        if (await ReadBodyAsync(request, stop) is not { } body)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, $"A request has at most {MessageLimits.BodyBytes} bytes.");
        }

        try
        {
            var isBatch = request.ContentType?.StartsWith(BatchContentType, StringComparison.OrdinalIgnoreCase) == true;
            IReadOnlyList<OutgoingMessage> messages = isBatch
                ? BatchBody.Read(queue, body)
                : [BrokerProperties.Message(queue, body, request.Headers["BrokerProperties"], request.Headers[BrokerIds.PropertyName])];
            await host.Queues.SendAsync(messages, stop);
            return Results.StatusCode(StatusCodes.Status201Created);
        }
        catch (Exception problem) when (problem is ArgumentException or JsonException or FormatException)
        {
            return Refuse(StatusCodes.Status400BadRequest, problem.Message);
        }
    }

    private static async Task<IResult> ReceiveAsync(EngineHost host, string path, HttpRequest request, bool notifies, CancellationToken stopping, CancellationToken stop)
    {
        var readable = Entities.Outbound.Where(e => e != Entities.MarginCalls).Append(Notifications).ToList();
        if (!readable.Contains(path))
        {
            return Refuse(StatusCodes.Status404NotFound, $"There is no queue {path} to receive from. Receive from one of: {string.Join(", ", readable)}.");
        }

        if (notifies && path == Notifications)
        {
            return Refuse(StatusCodes.Status409Conflict, $"{path} is read by this server, which posts to webhooks. Start it without --webhooks to receive from it.");
        }

        var wait = TimeSpan.Zero;
        if (request.Query.TryGetValue("timeout", out var text))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LongestWait.TotalSeconds)
            {
                return Refuse(StatusCodes.Status400BadRequest, $"timeout = {text} is not a whole number of seconds from 0 to {LongestWait.TotalSeconds}.");
            }

            wait = TimeSpan.FromSeconds(seconds);
        }

        var deadline = host.Time.GetUtcNow() + wait;
        do
        {
            if (await TakeAsync(host.Queues, path, stop) is { } message)
            {
                request.HttpContext.Response.Headers["BrokerProperties"] = BrokerProperties.Write(message);
                if (message.BrokerId is { } broker)
                {
                    request.HttpContext.Response.Headers[BrokerIds.PropertyName] = $"\"{broker}\"";
                }

                return Results.Bytes(message.Body, "application/json");
            }

            wait = deadline - host.Time.GetUtcNow();
        }
        while (wait > TimeSpan.Zero && await WaitAsync(host.Queues, path, wait, stopping, stop));
        return Results.NoContent();
    }

    /// <returns>False when the time is over, or the server stops: it would not end before those who wait.</returns>
    private static async Task<bool> WaitAsync(EmbeddedQueues queues, string path, TimeSpan wait, CancellationToken stopping, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, stop);
        try
        {
            return await queues.WaitAsync(path, wait, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Receives and completes: the message is gone whether or not the reply arrives, as with Service Bus's destructive read.</summary>
    private static async Task<LockedMessage?> TakeAsync(EmbeddedQueues queues, string path, CancellationToken stop)
    {
        if (!Entities.WithSessions.Contains(path))
        {
            var messages = await queues.ReceiveAsync(path, 1, stop);
            await queues.CompleteAsync(messages, stop);
            return messages.Count > 0 ? messages[0] : null;
        }

        if (await queues.AcceptNextSessionAsync(path, stop) is not { } session)
        {
            return null;
        }

        try
        {
            var messages = await queues.ReceiveAsync(session, 1, stop);
            await queues.CompleteAsync(messages, stop);
            return messages.Count > 0 ? messages[0] : null;
        }
        finally
        {
            await queues.ReleaseSessionAsync(session, CancellationToken.None);
        }
    }

    private static async Task<IResult> AccountAsync(EngineHost host, string accountId, CancellationToken stop)
    {
        if (!AccountIds.AreValid(accountId))
        {
            return Refuse(StatusCodes.Status400BadRequest, $"accountId = {accountId}: {AccountIds.Rule}.");
        }

        var shard = await host.Shards.LoadAsync(ShardMap.ShardOf(accountId, host.Parameters.ShardCount), stop);
        var key = RowKeys.Account(accountId);
        return shard.Accounts.FirstOrDefault(row => row.Key == key) is { } found
            ? Results.Bytes(found.Body, "application/json")
            : Refuse(StatusCodes.Status404NotFound, $"Account {accountId} is not known: no update has named it.");
    }

    /// <summary>The latest report, made now where there is none yet; with <c>last=n</c> the latest n, newest first.</summary>
    private static async Task<IResult> CoverageAsync(EngineHost host, HttpRequest request, CancellationToken stop)
    {
        if (!request.Query.TryGetValue("last", out var text))
        {
            var latest = await host.Reports.ReadAsync(1, stop);
            return Results.Json(latest.Count > 0 ? latest[0] : await host.Coverage.ReportAsync(stop), EngineJson.Default.CoverageReport);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= MostReports
            ? Results.Json(await host.Reports.ReadAsync(most, stop), EngineJson.Default.IReadOnlyListCoverageReport)
            : Refuse(StatusCodes.Status400BadRequest, $"last = {text} is not a whole number from 1 to {MostReports}.");
    }

    private static async Task<IResult> HealthAsync(EngineHost host, CancellationToken stop)
    {
        var queues = new SortedDictionary<string, MessageCounts>(StringComparer.Ordinal);
        foreach (var queue in Entities.All.Where(e => e != Entities.MarginCalls).Append(Notifications))
        {
            queues[queue] = await host.Queues.CountAsync(queue, stop);
        }

        return Results.Json(new { status = "healthy", parameters = host.Parameters.Version, queues });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            return await ReadLimitedAsync(request, stop);
        }
        catch (BadHttpRequestException problem) when (problem.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // A body without a stated length runs into the web server's own limit first.
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadLimitedAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > MessageLimits.BodyBytes)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        int read;
        while ((read = await request.Body.ReadAsync(buffer.GetMemory(1), stop)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > MessageLimits.BodyBytes)
            {
                return null;
            }
        }

        return buffer.WrittenMemory;
    }

    private static IResult Refuse(int status, string reason) => Results.Text(reason + "\n", "text/plain", statusCode: status);
}
