using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Shards in memory: fenced by the header's tag, loaded row set by row set as a table is.</summary>
internal sealed class InMemoryShardStore(PortSteps steps) : IShardStore
{
    private readonly SortedDictionary<int, Shard> shards = [];
    private long tags;

    /// <summary>Transactions applied, by shard.</summary>
    public Dictionary<int, int> Commits { get; } = [];

    /// <summary>Told of each transaction when it has been applied.</summary>
    public event Action<ShardTransaction>? Committed;

    /// <summary>The most rows of any transaction, header included.</summary>
    public int MostRows { get; private set; }

    public async Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken)
    {
        await steps.Enter("store.ReadHeader").ConfigureAwait(false);
        var header = Read(shard, s => s.Header);
        await steps.Leave("store.ReadHeader").ConfigureAwait(false);
        return header;
    }

    public async Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        await steps.Enter("store.Load").ConfigureAwait(false);
        var header = Read(shard, s => s.Header);
        await steps.Between("store.Load").ConfigureAwait(false);
        var accounts = Rows(shard, RowKeys.AccountPrefix);
        await steps.Between("store.Load").ConfigureAwait(false);
        var outbox = Rows(shard, RowKeys.OutboxPrefix);
        await steps.Leave("store.Load").ConfigureAwait(false);
        return new ShardContents(header, accounts, outbox);
    }

    public async Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken)
    {
        var call = $"store.Commit v{transaction.Header.Version}";
        await steps.Enter(call).ConfigureAwait(false);
        var stored = Commit(transaction);
        await steps.Leave(call).ConfigureAwait(false);
        return stored;
    }

    public async Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await steps.Enter($"store.DeleteOutbox {keys.Count}").ConfigureAwait(false);
        foreach (var key in keys)
        {
            Read(shard, s => s.Rows.Remove(key));
            await steps.Between("store.DeleteOutbox").ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken)
    {
        await steps.Enter("store.ReadDecisions").ConfigureAwait(false);
        return [.. Rows(shard, RowKeys.DecisionPrefix).Take(most)];
    }

    public async Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken)
    {
        await steps.Enter("store.ListShards").ConfigureAwait(false);
        lock (shards)
        {
            return [.. shards.Where(s => s.Value.Header is not null).Select(s => s.Key)];
        }
    }

    /// <summary>The rows whose keys start so, as they are now.</summary>
    public IReadOnlyList<ShardRow> Rows(int shard, string prefix) =>
        Read(shard, s => s.Rows.Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(r => new ShardRow(r.Key, r.Value)).ToList());

    /// <summary>The header as it is now.</summary>
    public StoredHeader? Header(int shard) => Read(shard, s => s.Header);

    private StoredHeader? Commit(ShardTransaction transaction) => Read(transaction.Shard, shard =>
    {
        if (shard.Header?.Header.Writer == transaction.Header.Writer)
        {
            return shard.Header;
        }

        if (shard.Header?.ETag != transaction.ExpectedETag)
        {
            return null;
        }

        if (transaction.Changes.FirstOrDefault(c => c.Body is null && !shard.Rows.ContainsKey(c.Key)) is { } absent)
        {
            throw new InvalidOperationException($"Row {absent.Key} cannot be deleted: it is not there.");
        }

        foreach (var change in transaction.Changes)
        {
            if (change.Body is { } body)
            {
                shard.Rows[change.Key] = body.ToArray();
            }
            else
            {
                shard.Rows.Remove(change.Key);
            }
        }

        Commits[transaction.Shard] = Commits.GetValueOrDefault(transaction.Shard) + 1;
        MostRows = Math.Max(MostRows, transaction.Changes.Count + 1);
        shard.Header = new StoredHeader(transaction.Header, $"\"{++tags}\"");
        Committed?.Invoke(transaction);
        return shard.Header;
    });

    private T Read<T>(int id, Func<Shard, T> use)
    {
        lock (shards)
        {
            if (!shards.TryGetValue(id, out var shard))
            {
                shards.Add(id, shard = new Shard());
            }

            return use(shard);
        }
    }

    private sealed class Shard
    {
        public StoredHeader? Header { get; set; }

        public SortedDictionary<string, byte[]> Rows { get; } = new(StringComparer.Ordinal);
    }
}
