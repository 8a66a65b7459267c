namespace MarginFunctions.Engine.Ports;

/// <summary>One all-or-nothing change of a partition, a shard's or a fund's: its next header and the rows that go with it.</summary>
public sealed class ShardTransaction
{
    /// <summary>The most rows a transaction may hold, header included.</summary>
    public const int MaximumRows = 100;

    /// <summary>The most bytes of row bodies, as stored, that a transaction may hold. A request may have 4 MiB, in which a quote takes six bytes; this much fits even when every third character is one.</summary>
    public const int MaximumBytes = 3_000_000;

    /// <summary>The largest row body, in bytes as stored: 960 KiB of the 1 MiB that a table row may take with its names.</summary>
    public const int MaximumRowBytes = 960 * 1024;

    /// <summary>States a transaction and checks it against the limits of Table Storage, which its emulator does not all enforce.</summary>
    /// <param name="partition">The partition; all rows are its.</param>
    /// <param name="header">The header to be written.</param>
    /// <param name="expectedETag">The tag of the header that is replaced; null when there is none yet.</param>
    /// <param name="changes">At most 99, each key once.</param>
    /// <exception cref="ArgumentException">A limit is broken; the message names the row and the size.</exception>
    public ShardTransaction(string partition, ShardHeader header, string? expectedETag, IReadOnlyList<RowChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count + 1 > MaximumRows)
        {
            throw new ArgumentException($"A transaction of partition {partition} has {changes.Count + 1} rows; {MaximumRows} is the most.", nameof(changes));
        }

        var keys = new HashSet<string>(StringComparer.Ordinal) { RowKeys.Header };
        var total = 0L;
        foreach (var change in changes)
        {
            if (!keys.Add(change.Key))
            {
                throw new ArgumentException($"A transaction of partition {partition} has row {change.Key} twice.", nameof(changes));
            }

            var size = change.Body is { } body ? StoredBytes(body) : 0;
            if (size > MaximumRowBytes)
            {
                throw new ArgumentException($"Row {change.Key} of partition {partition} takes {size} bytes; {MaximumRowBytes} is the most.", nameof(changes));
            }

            total += size;
        }

        if (total > MaximumBytes)
        {
            throw new ArgumentException($"A transaction of partition {partition} takes {total} bytes; {MaximumBytes} is the most.", nameof(changes));
        }

        Partition = partition;
        Header = header;
        ExpectedETag = expectedETag;
        Changes = changes;
    }

    /// <summary>States a transaction of a shard.</summary>
    public ShardTransaction(int shard, ShardHeader header, string? expectedETag, IReadOnlyList<RowChange> changes)
        : this(RowKeys.Shard(shard), header, expectedETag, changes)
    {
    }

    /// <summary>The partition.</summary>
    public string Partition { get; }

    /// <summary>The header to be written.</summary>
    public ShardHeader Header { get; }

    /// <summary>The tag of the header that is replaced; null when there is none yet.</summary>
    public string? ExpectedETag { get; }

    /// <summary>The rows that go with it.</summary>
    public IReadOnlyList<RowChange> Changes { get; }

    /// <summary>What a body takes in a table row: strings are stored as UTF-16, two bytes a character. The rows are ASCII but for what JSON escapes, so this is exact.</summary>
    public static int StoredBytes(ReadOnlyMemory<byte> body) => body.Length * 2;
}
