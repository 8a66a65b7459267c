using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Partitions in the embedded file that are changed by transactions which rewrite the partition's header by its tag.</summary>
/// <param name="database">The file.</param>
/// <param name="kind">What the tables' names begin with: <c>shard</c> or <c>fund</c>.</param>
internal sealed class EmbeddedPartitions(EmbeddedDatabase database, string kind)
{
    private readonly string selectHeader = $"SELECT version, writer, next_outbox FROM {kind}_header WHERE partition = ?1";

    private readonly string upsertHeader = $"""
        INSERT INTO {kind}_header (partition, version, writer, next_outbox) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (partition) DO UPDATE SET version = excluded.version, writer = excluded.writer, next_outbox = excluded.next_outbox
        """;

    private readonly string upsertRow = $"""
        INSERT INTO {kind}_row (partition, key, body) VALUES (?1, ?2, ?3) ON CONFLICT (partition, key) DO UPDATE SET body = excluded.body
        """;

    private readonly string deleteRow = $"DELETE FROM {kind}_row WHERE partition = ?1 AND key = ?2";

    private readonly string selectRow = $"SELECT body FROM {kind}_row WHERE partition = ?1 AND key = ?2";

    private readonly string selectRows = $"SELECT key, body FROM {kind}_row WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4";

    private readonly string selectPartitions = $"SELECT partition FROM {kind}_header ORDER BY partition";

    /// <summary>Reads one consistent state of the file.</summary>
    public Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(read));
    }

    public StoredHeader? ReadHeader(SqlSession session, string partition)
    {
        using var select = session.Use(selectHeader);
        if (!select.Bind(1, partition).Read())
        {
            return null;
        }

        var header = new ShardHeader(select.Int64(0), select.Text(1), select.Int64(2));
        return new StoredHeader(header, Tag(header));
    }

    public ShardRow? Find(SqlSession session, string partition, string key)
    {
        using var select = session.Use(selectRow);
        return select.Bind(1, partition).Bind(2, key).Read() ? new ShardRow(key, select.Blob(0)) : null;
    }

    public IReadOnlyList<ShardRow> ReadRows(SqlSession session, string partition, string prefix) => ReadRows(session, partition, prefix, prefix, long.MaxValue);

    /// <summary>Rows whose keys start so, from a key on.</summary>
    public IReadOnlyList<ShardRow> ReadRows(SqlSession session, string partition, string prefix, string from, long most)
    {
        var rows = new List<ShardRow>();
        using var select = session.Use(selectRows);
        select.Bind(1, partition).Bind(2, from).Bind(3, prefix[..^1] + (char)(prefix[^1] + 1)).Bind(4, most);
        while (select.Read())
        {
            rows.Add(new ShardRow(select.Text(0), select.Blob(1)));
        }

        return rows;
    }

    /// <summary>Every partition that has a header, in ordinal order.</summary>
    public IReadOnlyList<string> List(SqlSession session)
    {
        var partitions = new List<string>();
        using var select = session.Use(selectPartitions);
        while (select.Read())
        {
            partitions.Add(select.Text(0));
        }

        return partitions;
    }

    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return database.WriteAsync(scope => Commit(scope.Session, transaction), cancellationToken);
    }

    public Task DeleteOutboxAsync(string partition, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.FirstOrDefault(key => !key.StartsWith(RowKeys.OutboxPrefix, StringComparison.Ordinal)) is { } other)
        {
            throw new ArgumentException($"Row {other} of partition {partition} is not an outbox row; only those may be deleted without a fence.", nameof(keys));
        }

        return database.WriteAsync(
            scope =>
            {
                foreach (var key in keys)
                {
                    Delete(scope.Session, partition, key);
                }

                return true;
            },
            cancellationToken);
    }

    private StoredHeader? Commit(SqlSession session, ShardTransaction transaction)
    {
        var stored = ReadHeader(session, transaction.Partition);
        if (stored?.ETag != transaction.ExpectedETag)
        {
            return stored?.Header.Writer == transaction.Header.Writer ? stored : null;
        }

        foreach (var change in transaction.Changes)
        {
            if (change.Body is { } body)
            {
                using var upsert = session.Use(upsertRow);
                upsert.Bind(1, transaction.Partition).Bind(2, change.Key).Bind(3, body.Span).Run();
            }
            else if (!Delete(session, transaction.Partition, change.Key))
            {
                throw new InvalidOperationException($"Row {change.Key} of partition {transaction.Partition} cannot be deleted: it is not there.");
            }
        }

        var header = transaction.Header;
        using var write = session.Use(upsertHeader);
        write.Bind(1, transaction.Partition).Bind(2, header.Version).Bind(3, header.Writer).Bind(4, header.NextOutbox).Run();
        return new StoredHeader(header, Tag(header));
    }

    // The writer's id is used once only, so the tag differs even from that of another attempt at the same version.
    private static string Tag(ShardHeader header) => string.Create(CultureInfo.InvariantCulture, $"{header.Version}/{header.Writer}");

    private bool Delete(SqlSession session, string partition, string key)
    {
        using var delete = session.Use(deleteRow);
        delete.Bind(1, partition).Bind(2, key).Run();
        return session.Changes() > 0;
    }
}
