using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Decisions that have left their shard, in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedDecisionHistory(EmbeddedDatabase database) : IDecisionHistory
{
    private const string Upsert = """
        INSERT INTO history (account, number, key, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account, number) DO UPDATE SET body = excluded.body
        """;

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<ShardRow> decisions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        var parsed = decisions.Select(row => Parse(row.Key)).ToArray();
        return database.WriteAsync(
            scope =>
            {
                using var upsert = scope.Use(Upsert);
                for (var i = 0; i < parsed.Length; i++)
                {
                    upsert.Bind(1, parsed[i].Account).Bind(2, parsed[i].Number).Bind(3, decisions[i].Key).Bind(4, decisions[i].Body.Span).Run();
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadAsync(string accountId, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ShardRow>>(database.Read(session => Read(session, accountId, most)));
    }

    private static (string Account, long Number) Parse(string key)
    {
        var end = key.LastIndexOf('|');
        if (key.StartsWith(RowKeys.DecisionPrefix, StringComparison.Ordinal)
            && end > RowKeys.DecisionPrefix.Length
            && long.TryParse(key.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (key[RowKeys.DecisionPrefix.Length..end], number);
        }

        throw new ArgumentException($"'{key}' is not the key of a decision.");
    }

    private static List<ShardRow> Read(SqlSession session, string accountId, int most)
    {
        var rows = new List<ShardRow>();
        using var select = session.Use("SELECT key, body FROM history WHERE account = ?1 ORDER BY number DESC LIMIT ?2");
        select.Bind(1, accountId).Bind(2, most);
        while (select.Read())
        {
            rows.Add(new ShardRow(select.Text(0), select.Blob(1)));
        }

        return rows;
    }
}
