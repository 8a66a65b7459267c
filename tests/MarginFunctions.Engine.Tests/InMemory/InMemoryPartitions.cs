using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Partitions in memory: fenced by the header's tag, read row set by row set as a table is.</summary>
/// <param name="steps">Where tests look, wait or fail.</param>
/// <param name="name">What calls are called.</param>
internal sealed class InMemoryPartitions(PortSteps steps, string name)
{
    private readonly SortedDictionary<string, Partition> partitions = new(StringComparer.Ordinal);
    private long tags;

    /// <summary>Transactions applied, by partition.</summary>
    public Dictionary<string, int> Commits { get; } = [];

    /// <summary>Told of each transaction when it has been applied.</summary>
    public event Action<ShardTransaction>? Committed;

    /// <summary>The most rows of any transaction, header included.</summary>
    public int MostRows { get; private set; }

    /// <summary>Rows that stood there and were written again with another body.</summary>
    public List<string> Rewritten { get; } = [];

    public async Task<StoredHeader?> ReadHeaderAsync(string partition)
    {
        await steps.Enter($"{name}.ReadHeader").ConfigureAwait(false);
        var header = Header(partition);
        await steps.Leave($"{name}.ReadHeader").ConfigureAwait(false);
        return header;
    }

    public async Task<StoredHeader?> CommitAsync(ShardTransaction transaction)
    {
        var call = $"{name}.Commit v{transaction.Header.Version}";
        await steps.Enter(call).ConfigureAwait(false);
        var stored = Commit(transaction);
        await steps.Leave(call).ConfigureAwait(false);
        return stored;
    }

    public async Task DeleteOutboxAsync(string partition, IReadOnlyList<string> keys)
    {
        await steps.Enter($"{name}.DeleteOutbox {keys.Count}").ConfigureAwait(false);
        foreach (var key in keys)
        {
            Read(partition, p => p.Rows.Remove(Partition.At(key)));
            await steps.Between($"{name}.DeleteOutbox").ConfigureAwait(false);
        }
    }

    /// <summary>Every partition that has a header, in ordinal order.</summary>
    public IReadOnlyList<string> List()
    {
        lock (partitions)
        {
            return [.. partitions.Where(p => p.Value.Header is not null).Select(p => p.Key)];
        }
    }

    /// <summary>The rows whose keys start so, as they are now.</summary>
    public IReadOnlyList<ShardRow> Rows(string partition, string prefix) =>
        Read(partition, p => p.Rows.GetViewBetween(Partition.At(prefix), Partition.At(prefix + char.MaxValue)).ToList());

    /// <summary>A row as it is now.</summary>
    public ShardRow? Row(string partition, string key) => Read(partition, p => p.Find(key));

    /// <summary>The header as it is now.</summary>
    public StoredHeader? Header(string partition) => Read(partition, p => p.Header);

    private StoredHeader? Commit(ShardTransaction transaction) => Read(transaction.Partition, partition =>
    {
        if (partition.Header?.Header.Writer == transaction.Header.Writer)
        {
            return partition.Header;
        }

        if (partition.Header?.ETag != transaction.ExpectedETag)
        {
            return null;
        }

        if (transaction.Changes.FirstOrDefault(c => c.Body is null && partition.Find(c.Key) is null) is { } absent)
        {
            throw new InvalidOperationException($"Row {absent.Key} cannot be deleted: it is not there.");
        }

        foreach (var change in transaction.Changes)
        {
            if (change.Body is { } body)
            {
                if (partition.Find(change.Key) is { } before && !body.Span.SequenceEqual(before.Body.Span))
                {
                    Rewritten.Add(change.Key);
                }

                partition.Rows.Remove(Partition.At(change.Key));
                partition.Rows.Add(new ShardRow(change.Key, body.ToArray()));
            }
            else
            {
                partition.Rows.Remove(Partition.At(change.Key));
            }
        }

        Commits[transaction.Partition] = Commits.GetValueOrDefault(transaction.Partition) + 1;
        MostRows = Math.Max(MostRows, transaction.Changes.Count + 1);
        partition.Header = new StoredHeader(transaction.Header, $"\"{++tags}\"");
        Committed?.Invoke(transaction);
        return partition.Header;
    });

    private T Read<T>(string id, Func<Partition, T> use)
    {
        lock (partitions)
        {
            if (!partitions.TryGetValue(id, out var partition))
            {
                partitions.Add(id, partition = new Partition());
            }

            return use(partition);
        }
    }

    private sealed class Partition
    {
        public StoredHeader? Header { get; set; }

        /// <summary>In ordinal order of their keys, of which each has one.</summary>
        public SortedSet<ShardRow> Rows { get; } = new(Comparer<ShardRow>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key)));

        /// <summary>A place in the order.</summary>
        public static ShardRow At(string key) => new(key, default);

        public ShardRow? Find(string key) => Rows.TryGetValue(At(key), out var row) ? row : null;
    }
}
