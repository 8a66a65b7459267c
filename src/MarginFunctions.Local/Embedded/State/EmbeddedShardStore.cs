using System.Globalization;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Shards in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedShardStore(EmbeddedDatabase database) : IShardStore
{
    private readonly EmbeddedPartitions partitions = new(database, "shard");

    /// <inheritdoc/>
    public Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken) =>
        partitions.ReadAsync(session => partitions.ReadHeader(session, RowKeys.Shard(shard)), cancellationToken);

    /// <inheritdoc/>
    public Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        var partition = RowKeys.Shard(shard);
        return partitions.ReadAsync(
            session => new ShardContents(
                partitions.ReadHeader(session, partition),
                partitions.ReadRows(session, partition, RowKeys.AccountPrefix),
                partitions.ReadRows(session, partition, RowKeys.OutboxPrefix)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken) => partitions.CommitAsync(transaction, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        partitions.DeleteOutboxAsync(RowKeys.Shard(shard), keys, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken) =>
        partitions.ReadAsync(session => partitions.ReadRows(session, RowKeys.Shard(shard), RowKeys.DecisionPrefix, RowKeys.DecisionPrefix, most), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken) =>
        partitions.ReadAsync<IReadOnlyList<int>>(session => [.. partitions.List(session).Select(partition => int.Parse(partition, CultureInfo.InvariantCulture))], cancellationToken);
}
