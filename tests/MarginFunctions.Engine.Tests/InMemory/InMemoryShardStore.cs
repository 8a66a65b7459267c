using System.Globalization;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Shards in memory.</summary>
internal sealed class InMemoryShardStore(PortSteps steps) : IShardStore
{
    private readonly InMemoryPartitions partitions = new(steps, "store");

    /// <summary>Told of each transaction when it has been applied.</summary>
    public event Action<ShardTransaction> Committed
    {
        add => partitions.Committed += value;
        remove => partitions.Committed -= value;
    }

    /// <summary>The most rows of any transaction, header included.</summary>
    public int MostRows => partitions.MostRows;

    public Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken) => partitions.ReadHeaderAsync(RowKeys.Shard(shard));

    public async Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        await steps.Enter("store.Load").ConfigureAwait(false);
        var header = Header(shard);
        await steps.Between("store.Load").ConfigureAwait(false);
        var accounts = Rows(shard, RowKeys.AccountPrefix);
        await steps.Between("store.Load").ConfigureAwait(false);
        var outbox = Rows(shard, RowKeys.OutboxPrefix);
        await steps.Leave("store.Load").ConfigureAwait(false);
        return new ShardContents(header, accounts, outbox);
    }

    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken) => partitions.CommitAsync(transaction);

    public Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken) => partitions.DeleteOutboxAsync(RowKeys.Shard(shard), keys);

    public async Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken)
    {
        await steps.Enter("store.ReadDecisions").ConfigureAwait(false);
        return [.. Rows(shard, RowKeys.DecisionPrefix).Take(most)];
    }

    public async Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken)
    {
        await steps.Enter("store.ListShards").ConfigureAwait(false);
        return [.. partitions.List().Select(partition => int.Parse(partition, CultureInfo.InvariantCulture))];
    }

    /// <summary>Transactions applied to a shard.</summary>
    public int Commits(int shard) => partitions.Commits.GetValueOrDefault(RowKeys.Shard(shard));

    /// <summary>The rows whose keys start so, as they are now.</summary>
    public IReadOnlyList<ShardRow> Rows(int shard, string prefix) => partitions.Rows(RowKeys.Shard(shard), prefix);

    /// <summary>The header as it is now.</summary>
    public StoredHeader? Header(int shard) => partitions.Header(RowKeys.Shard(shard));
}
