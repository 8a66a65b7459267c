using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Insurance funds in Table Storage, a partition each.</summary>
/// <param name="table">The table <c>fund</c>.</param>
internal sealed class TableFundStore(TableClient table) : IFundStore
{
    /// <summary>Rows that are read at a time. A filter with as many keys would scan the partition.</summary>
    private const int PointReads = 32;

    private readonly TablePartitions partitions = new(table);

    /// <inheritdoc/>
    public async Task<FundContents> LoadAsync(string currency, CancellationToken cancellationToken)
    {
        // First the header: rows that change after it was read make a commit against it fail.
        var header = await partitions.ReadHeaderAsync(currency, cancellationToken).ConfigureAwait(false);
        var state = partitions.FindAsync(currency, RowKeys.FundState, cancellationToken);
        var outbox = partitions.ReadRowsAsync(currency, RowKeys.OutboxPrefix, cancellationToken);
        return new FundContents(header, await state.ConfigureAwait(false), await outbox.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShardRow>> FindAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var rows = new List<ShardRow>();
        foreach (var part in keys.Chunk(PointReads))
        {
            rows.AddRange((await Task.WhenAll(part.Select(key => partitions.FindAsync(currency, key, cancellationToken))).ConfigureAwait(false)).OfType<ShardRow>());
        }

        return rows;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadSettlementsAsync(string currency, long from, int most, CancellationToken cancellationToken) =>
        partitions.ReadRowsAsync(currency, RowKeys.SettlementPrefix, RowKeys.Settlement(from), most, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken) => partitions.CommitAsync(transaction, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteOutboxAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        partitions.DeleteOutboxAsync(currency, keys, cancellationToken);
}
