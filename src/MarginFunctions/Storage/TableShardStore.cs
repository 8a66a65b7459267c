using System.Globalization;
using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Shards in Table Storage, a partition each.</summary>
/// <param name="table">The table <c>shards</c>.</param>
internal sealed class TableShardStore(TableClient table) : IShardStore
{
    private readonly TablePartitions partitions = new(table);

    /// <inheritdoc/>
    public Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken) => partitions.ReadHeaderAsync(RowKeys.Shard(shard), cancellationToken);

    /// <inheritdoc/>
    public async Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        // First the header: rows that change after it was read make a commit against it fail.
        var partition = RowKeys.Shard(shard);
        var header = await partitions.ReadHeaderAsync(partition, cancellationToken).ConfigureAwait(false);
        var accounts = partitions.ReadRowsAsync(partition, RowKeys.AccountPrefix, cancellationToken);
        var outbox = partitions.ReadRowsAsync(partition, RowKeys.OutboxPrefix, cancellationToken);
        return new ShardContents(header, await accounts.ConfigureAwait(false), await outbox.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken) => partitions.CommitAsync(transaction, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        partitions.DeleteOutboxAsync(RowKeys.Shard(shard), keys, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken) =>
        partitions.ReadRowsAsync(RowKeys.Shard(shard), RowKeys.DecisionPrefix, RowKeys.DecisionPrefix, most, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken) =>
        [.. (await partitions.ListAsync(cancellationToken).ConfigureAwait(false)).Select(partition => int.Parse(partition, CultureInfo.InvariantCulture)).Order()];
}
