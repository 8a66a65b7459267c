using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Storage;

/// <summary>Bands in Table Storage: PartitionKey symbol, RowKey shard, so that what a mark has left is one query of one partition. Every write is conditional on the row's ETag.</summary>
/// <param name="table">The table <c>bands</c>.</param>
internal sealed class TableBandIndex(TableClient table) : IBandIndex
{
    // Rows of a shard lie in different partitions and are written one by one; this many at a time.
    private const int Parallelism = 16;
    private const string Version = "Version";
    private const string Low = "Low";
    private const string High = "High";

    private readonly ConcurrentDictionary<(string Symbol, int Shard), TableEntity> written = new();

    /// <inheritdoc/>
    public Task NarrowAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bands);
        return ChangeAllAsync(
            shard,
            bands,
            (standing, band) => standing is null ? new VersionedBand(version, band) : new VersionedBand(Math.Max(standing.Version, version), standing.Band.Intersect(band)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReplaceAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bands);
        return ChangeAllAsync(shard, bands, (standing, band) => standing?.Version > version ? standing : new VersionedBand(version, band), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> FindLeftAsync(string symbol, decimal mark, CancellationToken cancellationToken)
    {
        var shards = new List<int>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {symbol}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (!Read(row).Band.Contains(mark))
            {
                shards.Add(int.Parse(row.RowKey, CultureInfo.InvariantCulture));
            }
        }

        shards.Sort();
        return shards;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, PriceBand>> ReadShardAsync(int shard, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(shard, cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Key, row => Read(row.Value).Band, StringComparer.Ordinal);
    }

    private static VersionedBand Read(TableEntity row) =>
        new(row.GetInt64(Version)!.Value, new PriceBand(ExactDecimal.Read(row.GetString(Low)), ExactDecimal.Read(row.GetString(High))));

    private static TableEntity Write(string symbol, int shard, VersionedBand band) => new(symbol, RowKeys.Shard(shard))
    {
        [Version] = band.Version,
        [Low] = ExactDecimal.Write(band.Band.Low),
        [High] = ExactDecimal.Write(band.Band.High),
    };

    private Task ChangeAllAsync(
        int shard, IReadOnlyDictionary<string, PriceBand> bands, Func<VersionedBand?, PriceBand, VersionedBand> change, CancellationToken cancellationToken) => Parallel.ForEachAsync(
            bands,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (band, cancellation) => await ChangeAsync(band.Key, shard, standing => change(standing, band.Value), cancellation).ConfigureAwait(false));

    /// <summary>Changes a row to what follows from how it stands, again and again until nobody came between. Repeating a write that had in fact succeeded finds nothing left to do.</summary>
    private async Task ChangeAsync(string symbol, int shard, Func<VersionedBand?, VersionedBand> change, CancellationToken cancellationToken)
    {
        // A row as this process last wrote it saves a read: if it has changed since, its tag makes the write fail.
        var isRemembered = written.TryGetValue((symbol, shard), out var row);
        while (true)
        {
            if (!isRemembered)
            {
                row = await FindAsync(symbol, shard, cancellationToken).ConfigureAwait(false);
            }

            var standing = row is null ? null : Read(row);
            var next = change(standing);
            if (next == standing && !isRemembered)
            {
                return;
            }

            if (next != standing && await TryWriteAsync(symbol, shard, next, row, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            // Another writer came between, or may have: see how the row stands now.
            isRemembered = false;
        }
    }

    private async Task<bool> TryWriteAsync(string symbol, int shard, VersionedBand next, TableEntity? row, CancellationToken cancellationToken)
    {
        var entity = Write(symbol, shard, next);
        try
        {
            var reply = row is null
                ? await table.AddEntityAsync(entity, cancellationToken).ConfigureAwait(false)
                : await table.UpdateEntityAsync(entity, row.ETag, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            entity.ETag = reply.Headers.ETag!.Value;
            written[(symbol, shard)] = entity;
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }

    private async Task<TableEntity?> FindAsync(string symbol, int shard, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(symbol, RowKeys.Shard(shard), cancellationToken: cancellationToken).ConfigureAwait(false);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>The shard's rows out of all partitions: the table has instruments times shards rows, a page or two, and this is asked only when a shard is loaded.</summary>
    private async Task<Dictionary<string, TableEntity>> ReadRowsAsync(int shard, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Shard(shard)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row.PartitionKey, row);
        }

        return rows;
    }
}
