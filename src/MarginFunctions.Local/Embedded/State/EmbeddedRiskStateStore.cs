using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Versions of the risk state in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedRiskStateStore(EmbeddedDatabase database) : IRiskStateStore
{
    private const string SelectLatest = "SELECT body FROM risk_state ORDER BY version DESC LIMIT 1";
    private const string SelectOne = "SELECT body FROM risk_state WHERE version = ?1";

    /// <summary>One statement, so that of several writers one finds the version before its own to be the latest.</summary>
    private const string Append = "INSERT INTO risk_state (version, body) SELECT ?1, ?2 WHERE ?1 = (SELECT coalesce(max(version), 0) + 1 FROM risk_state)";

    /// <inheritdoc/>
    public Task<RiskStateRecord?> ReadLatestAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session =>
        {
            using var select = session.Use(SelectLatest);
            return Read(select);
        }));
    }

    /// <inheritdoc/>
    public Task<RiskStateRecord?> ReadAsync(long version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session =>
        {
            using var select = session.Use(SelectOne);
            return Read(select.Bind(1, version));
        }));
    }

    /// <inheritdoc/>
    public Task<bool> TryAppendAsync(RiskStateRecord next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        var body = JsonSerializer.SerializeToUtf8Bytes(next, EngineJson.Default.RiskStateRecord);
        return database.WriteAsync(
            scope =>
            {
                using var append = scope.Use(Append);
                append.Bind(1, next.Version).Bind(2, body.AsSpan()).Run();
                return scope.Session.Changes() > 0;
            },
            cancellationToken);
    }

    private static RiskStateRecord? Read(Statement select) => select.Read() ? JsonSerializer.Deserialize(select.Blob(0), EngineJson.Default.RiskStateRecord) : null;
}
