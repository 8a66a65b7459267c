using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Insurance funds in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedFundStore(EmbeddedDatabase database) : IFundStore
{
    private readonly EmbeddedPartitions partitions = new(database, "fund");

    /// <inheritdoc/>
    public Task<FundContents> LoadAsync(string currency, CancellationToken cancellationToken) =>
        partitions.ReadAsync(
            session => new FundContents(
                partitions.ReadHeader(session, currency),
                partitions.Find(session, currency, RowKeys.FundState),
                partitions.ReadRows(session, currency, RowKeys.OutboxPrefix)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> FindAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        partitions.ReadAsync<IReadOnlyList<ShardRow>>(session => [.. keys.Select(key => partitions.Find(session, currency, key)).OfType<ShardRow>()], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadSettlementsAsync(string currency, long from, int most, CancellationToken cancellationToken) =>
        partitions.ReadAsync(session => partitions.ReadRows(session, currency, RowKeys.SettlementPrefix, RowKeys.Settlement(from), most), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken) => partitions.CommitAsync(transaction, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteOutboxAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        partitions.DeleteOutboxAsync(currency, keys, cancellationToken);
}
