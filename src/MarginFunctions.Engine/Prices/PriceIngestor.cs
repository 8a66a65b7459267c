using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Prices;

/// <summary>Accepts prices as marks and wakes exactly the shards whose bands a mark has left. A tick that crosses no band touches no shard.</summary>
public sealed class PriceIngestor(
    RiskParameters parameters, IMarkStore marks, IBandIndex bands, IMessageSender sender, EngineMetrics metrics, TimeProvider time)
{
    /// <summary>How far a source's clock may run ahead of ours.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private readonly PriceReader reader = new(parameters);

    /// <summary>Ingests price updates.</summary>
    /// <returns>When every mark is stored and every repricing sent: the whole batch may be completed. Ingesting it again changes nothing.</returns>
    public async Task IngestAsync(IReadOnlyList<IncomingMessage> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var now = time.GetUtcNow();
        var rejections = new List<OutgoingMessage>();
        var latest = new Dictionary<string, Mark>(StringComparer.Ordinal);
        var stale = new HashSet<string>(StringComparer.Ordinal);
        var quoted = 0;
        foreach (var message in batch)
        {
            var problems = StrictDocument.Read(message.Body, m => CheckTime(m, reader.Read(m), now, stale), out var update);
            if (problems.Count > 0)
            {
                rejections.Add(Rejections.Message(message, Entities.PriceUpdates, problems, now));
                continue;
            }

            foreach (var price in update!.Prices)
            {
                quoted++;
                if (!latest.TryGetValue(price.Symbol, out var known) || known.AsOf < update.AsOf)
                {
                    latest[price.Symbol] = new Mark(price.Symbol, price.Price, update.AsOf, update.Source);
                }
            }
        }

        var stored = latest.Count == 0 ? [] : await marks.AdvanceAsync([.. latest.Values], cancellationToken).ConfigureAwait(false);
        var reprices = latest.Count + stale.Count == 0 ? [] : await RepricesAsync([.. latest.Keys, .. stale], cancellationToken).ConfigureAwait(false);
        if (rejections.Count + reprices.Count > 0)
        {
            await sender.SendAsync([.. reprices, .. rejections], cancellationToken).ConfigureAwait(false);
        }

        metrics.RecordRefused(Entities.PriceUpdates, rejections.Count);
        var accepted = stored.Count(s => s);
        metrics.RecordPrices(accepted, quoted - accepted, reprices.Count);
    }

    private PriceUpdate CheckTime(StrictObject message, PriceUpdate update, DateTimeOffset now, HashSet<string> stale)
    {
        if (update.AsOf == default && message.HasProblems)
        {
            return update;
        }

        if (now - update.AsOf > parameters.MaximumPriceAge)
        {
            // It may have been stored in time by an attempt that died before it woke anyone, and be delivered again only now.
            stale.UnionWith(update.Prices.Select(p => p.Symbol));
            message.Refuse("asOf", $"is stale: {(now - update.AsOf).ToString("c", CultureInfo.InvariantCulture)} old on arrival, and {parameters.MaximumPriceAge:c} is the most");
        }
        else if (update.AsOf - now > ClockTolerance)
        {
            message.Refuse("asOf", $"is {(update.AsOf - now).ToString("c", CultureInfo.InvariantCulture)} in the future");
        }

        return update;
    }

    /// <summary>
    /// One message for each shard that a mark has left. Marks are stored before the bands are read. Those that an earlier, interrupted attempt stored are looked at again,
    /// which is why every quoted symbol is, at the price that stands now.
    /// </summary>
    private async Task<IReadOnlyList<OutgoingMessage>> RepricesAsync(HashSet<string> quoted, CancellationToken cancellationToken)
    {
        var standing = await marks.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var causes = new SortedDictionary<int, StringBuilder>();
        foreach (var mark in standing.Where(m => quoted.Contains(m.Symbol)).OrderBy(m => m.Symbol, StringComparer.Ordinal))
        {
            foreach (var shard in await bands.FindLeftAsync(mark.Symbol, mark.Price, cancellationToken).ConfigureAwait(false))
            {
                if (!causes.TryGetValue(shard, out var cause))
                {
                    causes.Add(shard, cause = new StringBuilder());
                }

                cause.Append(CultureInfo.InvariantCulture, $"{mark.Symbol}@{mark.AsOf.UtcTicks};");
            }
        }

        return [.. causes.Select(c => new OutgoingMessage(
            Entities.ShardWork,
            $"p|{RowKeys.Shard(c.Key)}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(c.Value.ToString())).AsSpan(0, 16))}",
            RowKeys.Shard(c.Key),
            ShardWorkFormat.Write(ShardWorkKind.Reprice, c.Key)))];
    }
}
