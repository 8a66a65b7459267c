using System.Security.Cryptography;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Routing;

/// <summary>Checks brokers' messages and sends them on to their shards in chunks; what is refused is answered with its reason.</summary>
/// <param name="parameters">What accounts may hold.</param>
/// <param name="sender">Takes chunks and rejections.</param>
/// <param name="metrics">Counts what is refused.</param>
/// <param name="time">The clock.</param>
/// <param name="isShared">Whether several brokers share the deployment: then a message must say which one sent it.</param>
public sealed class HoldingsRouter(RiskParameters parameters, IMessageSender sender, EngineMetrics metrics, TimeProvider time, bool isShared = false)
{
    private readonly HoldingsReader reader = new(parameters);

    /// <summary>Routes position updates.</summary>
    /// <returns>When everything has been sent: the whole batch may be completed. Routing it again changes nothing.</returns>
    public Task RouteUpdatesAsync(IReadOnlyList<IncomingMessage> batch, CancellationToken cancellationToken) =>
        RouteAsync(batch, Entities.PositionUpdates, reader.ReadUpdate, cancellationToken);

    /// <summary>Routes liquidation fills: each states what the account holds after it, so it is applied as an update is.</summary>
    /// <returns>When everything has been sent: the whole batch may be completed. Routing it again changes nothing.</returns>
    public Task RouteFillsAsync(IReadOnlyList<IncomingMessage> batch, CancellationToken cancellationToken) =>
        RouteAsync(batch, Entities.LiquidationFills, reader.ReadFill, cancellationToken);

    private async Task RouteAsync(IReadOnlyList<IncomingMessage> batch, string entity, Func<StrictObject, HoldingsUpdate> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var rejections = new List<OutgoingMessage>();
        var byShard = new SortedDictionary<int, List<IncomingMessage>>();
        foreach (var message in batch)
        {
            if (Refusal(message, read, out var update) is { Count: > 0 } problems)
            {
                rejections.Add(Rejections.Message(message, entity, problems, time.GetUtcNow()));
                continue;
            }

            var shard = ShardMap.ShardOf(update!.AccountId, parameters.ShardCount);
            if (!byShard.TryGetValue(shard, out var ofShard))
            {
                byShard.Add(shard, ofShard = []);
            }

            ofShard.Add(message);
        }

        var chunks = byShard.SelectMany(s => Chunks(s.Key, entity, s.Value));
        await sender.SendAsync([.. chunks, .. rejections], cancellationToken).ConfigureAwait(false);
        metrics.RecordRefused(entity, rejections.Count);
    }

    private IReadOnlyList<Problem> Refusal(IncomingMessage message, Func<StrictObject, HoldingsUpdate> read, out HoldingsUpdate? update)
    {
        update = null;
        if (string.IsNullOrEmpty(message.MessageId))
        {
            return [new Problem("messageId", "", "every message needs an id of its own, by which it is answered and not taken twice")];
        }

        if (message.Body.Length > MessageLimits.UpdateBytes)
        {
            return [new Problem("", null, $"the message has {message.Body.Length} bytes; {MessageLimits.UpdateBytes} is the most")];
        }

        return StrictDocument.Read(message.Body, read, out update) is { Count: > 0 } problems
            ? problems
            : ForeignAccount(message.BrokerId, update!.AccountId);
    }

    /// <summary>A broker may speak of its own accounts only.</summary>
    private IReadOnlyList<Problem> ForeignAccount(string? broker, string accountId)
    {
        if (broker is null)
        {
            return isShared ? [new Problem(BrokerIds.PropertyName, null, "this deployment is shared by brokers: send through your ingress topic")] : [];
        }

        return accountId.StartsWith(broker + ":", StringComparison.Ordinal)
            ? []
            : [new Problem("accountId", $"\"{accountId}\"", $"is no account of broker {StrictDocument.Excerpt(broker)}: its accounts begin with \"{StrictDocument.Excerpt(broker)}:\"")];
    }

    private static IEnumerable<OutgoingMessage> Chunks(int shard, string entity, List<IncomingMessage> messages)
    {
        const int envelope = 128;
        var chunk = new List<IncomingMessage>();
        var bytes = 0;
        foreach (var message in messages)
        {
            // An id may be six times as long when it is written: every character escaped.
            var size = message.Body.Length + 6 * message.MessageId.Length + envelope;
            if (chunk.Count > 0 && bytes + size > MessageLimits.ChunkBytes)
            {
                yield return Chunk(shard, entity, chunk);
                chunk = [];
                bytes = 0;
            }

            chunk.Add(message);
            bytes += size;
        }

        yield return Chunk(shard, entity, chunk);
    }

    private static OutgoingMessage Chunk(int shard, string entity, List<IncomingMessage> messages)
    {
        var body = ShardWorkFormat.Write(ShardWorkKind.Updates, shard, messages.ConvertAll(m => (m.MessageId, entity, m.Body)));

        // The same chunk gets the same id, so a batch that is routed twice is dropped by the bus; updates routed in another grouping are found late by their sequence.
        return new OutgoingMessage(Entities.ShardWork, $"u|{RowKeys.Shard(shard)}|{Convert.ToHexStringLower(SHA256.HashData(body.Span)[..16])}", RowKeys.Shard(shard), body);
    }
}
