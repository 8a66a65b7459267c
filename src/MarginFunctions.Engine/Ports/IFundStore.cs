namespace MarginFunctions.Engine.Ports;

/// <summary>The rows of insurance funds, a partition a currency, changed by the same fenced transactions as shards.</summary>
public interface IFundStore
{
    /// <summary>Header, balances and outgoing messages.</summary>
    Task<FundContents> LoadAsync(string currency, CancellationToken cancellationToken);

    /// <summary>The rows of these keys that are there, in the order of the keys.</summary>
    Task<IReadOnlyList<ShardRow>> FindAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>The settlements from a number on, in the order of their numbers.</summary>
    /// <param name="currency">The fund.</param>
    /// <param name="from">The first one's number.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<ShardRow>> ReadSettlementsAsync(string currency, long from, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Applies a transaction whole if the stored header still has the expected tag. A retried write that had in fact succeeded is recognised by <see cref="ShardHeader.Writer"/> and counts as committed.
    /// </summary>
    /// <returns>The new header as stored; null when another writer has written since the tag was read: load the fund and start again.</returns>
    Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Deletes outbox rows that have been sent. Needs no fence: such a row never changes, and one that is gone already is no error.</summary>
    Task DeleteOutboxAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken);
}
