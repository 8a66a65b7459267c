namespace MarginFunctions.Engine.Ports;

/// <summary>The rows of shards, changed by fenced transactions.</summary>
public interface IShardStore
{
    /// <summary>The header alone: whether a copy in memory is still good. Null for a new shard.</summary>
    Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Everything but the decisions.</summary>
    Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken);

    /// <summary>
    /// Applies a transaction whole if the stored header still has the expected tag. A retried write that had in fact succeeded is recognised by <see cref="ShardHeader.Writer"/> and counts as committed.
    /// </summary>
    /// <returns>The new header as stored; null when another writer has written since the tag was read: load the shard and start again.</returns>
    Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Deletes outbox rows that have been sent. Needs no fence: such a row never changes, and one that is gone already is no error.</summary>
    Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>The shard's first decisions in key order.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken);

    /// <summary>Every shard that has a header, ascending.</summary>
    Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken);
}
