using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Shards in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedShardStore(EmbeddedDatabase database) : IShardStore
{
    private const string SelectHeader = "SELECT version, writer, next_outbox FROM shard_header WHERE shard = ?1";

    private const string UpsertHeader = """
        INSERT INTO shard_header (shard, version, writer, next_outbox) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (shard) DO UPDATE SET version = excluded.version, writer = excluded.writer, next_outbox = excluded.next_outbox
        """;

    private const string UpsertRow = """
        INSERT INTO shard_row (shard, key, body) VALUES (?1, ?2, ?3) ON CONFLICT (shard, key) DO UPDATE SET body = excluded.body
        """;

    private const string DeleteRow = "DELETE FROM shard_row WHERE shard = ?1 AND key = ?2";

    private const string SelectRows = "SELECT key, body FROM shard_row WHERE shard = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4";

    /// <inheritdoc/>
    public Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session => ReadHeader(session, shard)));
    }

    /// <inheritdoc/>
    public Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session => new ShardContents(
            ReadHeader(session, shard),
            ReadRows(session, shard, RowKeys.AccountPrefix, long.MaxValue),
            ReadRows(session, shard, RowKeys.OutboxPrefix, long.MaxValue))));
    }

    /// <inheritdoc/>
    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return database.WriteAsync(scope => Commit(scope.Session, transaction), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.FirstOrDefault(key => !key.StartsWith(RowKeys.OutboxPrefix, StringComparison.Ordinal)) is { } other)
        {
            throw new ArgumentException($"Row {other} of shard {shard} is not an outbox row; only those may be deleted without a fence.", nameof(keys));
        }

        return database.WriteAsync(
            scope =>
            {
                foreach (var key in keys)
                {
                    Delete(scope.Session, shard, key);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ShardRow>>(database.Read(session => ReadRows(session, shard, RowKeys.DecisionPrefix, most)));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<int>>(database.Read(ListShards));
    }

    private static StoredHeader? Commit(SqlSession session, ShardTransaction transaction)
    {
        var stored = ReadHeader(session, transaction.Shard);
        if (stored?.ETag != transaction.ExpectedETag)
        {
            return stored?.Header.Writer == transaction.Header.Writer ? stored : null;
        }

        foreach (var change in transaction.Changes)
        {
            if (change.Body is { } body)
            {
                using var upsert = session.Use(UpsertRow);
                upsert.Bind(1, transaction.Shard).Bind(2, change.Key).Bind(3, body.Span).Run();
            }
            else if (!Delete(session, transaction.Shard, change.Key))
            {
                throw new InvalidOperationException($"Row {change.Key} of shard {transaction.Shard} cannot be deleted: it is not there.");
            }
        }

        var header = transaction.Header;
        using var write = session.Use(UpsertHeader);
        write.Bind(1, transaction.Shard).Bind(2, header.Version).Bind(3, header.Writer).Bind(4, header.NextOutbox).Run();
        return new StoredHeader(header, Tag(header));
    }

    // The writer's id is used once only, so the tag differs even from that of another attempt at the same version.
    private static string Tag(ShardHeader header) => string.Create(CultureInfo.InvariantCulture, $"{header.Version}/{header.Writer}");

    private static StoredHeader? ReadHeader(SqlSession session, int shard)
    {
        using var select = session.Use(SelectHeader);
        if (!select.Bind(1, shard).Read())
        {
            return null;
        }

        var header = new ShardHeader(select.Int64(0), select.Text(1), select.Int64(2));
        return new StoredHeader(header, Tag(header));
    }

    private static bool Delete(SqlSession session, int shard, string key)
    {
        using var delete = session.Use(DeleteRow);
        delete.Bind(1, shard).Bind(2, key).Run();
        return session.Changes() > 0;
    }

    private static List<ShardRow> ReadRows(SqlSession session, int shard, string prefix, long most)
    {
        var rows = new List<ShardRow>();
        using var select = session.Use(SelectRows);
        select.Bind(1, shard).Bind(2, prefix).Bind(3, AfterPrefix(prefix)).Bind(4, most);
        while (select.Read())
        {
            rows.Add(new ShardRow(select.Text(0), select.Blob(1)));
        }

        return rows;
    }

    private static string AfterPrefix(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    private static List<int> ListShards(SqlSession session)
    {
        var shards = new List<int>();
        using var select = session.Use("SELECT shard FROM shard_header ORDER BY shard");
        while (select.Read())
        {
            shards.Add((int)select.Int64(0));
        }

        return shards;
    }
}
