using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>
/// Bands in the embedded file: one row a shard, and a copy in memory for readers, which changes when a write has committed and before its caller hears of it.
/// </summary>
public sealed class EmbeddedBandIndex : IBandIndex
{
    private readonly EmbeddedDatabase database;
    private readonly WrittenBands written = new();
    private readonly CommittedBands committed = new();

    private EmbeddedBandIndex(EmbeddedDatabase database) => this.database = database;

    /// <summary>Loads the bands that the file has. One index a database.</summary>
    public static async Task<EmbeddedBandIndex> OpenAsync(EmbeddedDatabase database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        var index = new EmbeddedBandIndex(database);
        await database.WriteAsync(scope => index.Load(scope.Session), cancellationToken);
        return index;
    }

    /// <inheritdoc/>
    public Task NarrowAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bands);
        return database.WriteAsync(scope => Write(scope, shard, Narrow(written.Of(shard), version, bands)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReplaceAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bands);
        return database.WriteAsync(scope => Write(scope, shard, Replace(written.Of(shard), version, bands)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> FindLeftAsync(string symbol, decimal mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<int>>(committed.FindLeft(symbol, mark));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, PriceBand>> ReadShardAsync(int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyDictionary<string, PriceBand>>(committed.ReadShard(shard));
    }

    private static Dictionary<string, VersionedBand> Narrow(
        Dictionary<string, VersionedBand> rows, long version, IReadOnlyDictionary<string, PriceBand> bands)
    {
        var next = new Dictionary<string, VersionedBand>(rows, StringComparer.Ordinal);
        foreach (var (symbol, band) in bands)
        {
            next[symbol] = rows.TryGetValue(symbol, out var row)
                ? new VersionedBand(Math.Max(row.Version, version), row.Band.Intersect(band))
                : new VersionedBand(version, band);
        }

        return next;
    }

    private static Dictionary<string, VersionedBand> Replace(
        Dictionary<string, VersionedBand> rows, long version, IReadOnlyDictionary<string, PriceBand> bands)
    {
        var next = new Dictionary<string, VersionedBand>(rows, StringComparer.Ordinal);
        foreach (var (symbol, band) in bands)
        {
            if (!rows.TryGetValue(symbol, out var row) || row.Version <= version)
            {
                next[symbol] = new VersionedBand(version, band);
            }
        }

        return next;
    }

    private bool Write(WriteScope scope, int shard, Dictionary<string, VersionedBand> bands)
    {
        written.Write(scope, shard, bands);
        scope.OnCommit(() => committed.Publish(shard, bands));
        return true;
    }

    private bool Load(SqlSession session)
    {
        written.Reload(session);
        foreach (var (shard, bands) in written.Shards)
        {
            committed.Publish(shard, bands);
        }

        return true;
    }
}
