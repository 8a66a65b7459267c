using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;

namespace MarginFunctions.Storage;

/// <summary>Versions of the risk state in Table Storage, in one partition; the row key counts down, so that the first row is the latest. A version is added and never written again.</summary>
/// <param name="table">The table <c>parameters</c>.</param>
internal sealed class TableRiskStateStore(TableClient table) : IRiskStateStore
{
    private const string Partition = "risk";
    private const string Writer = "Writer";
    private const long LargestVersion = 999_999_999_999;

    /// <inheritdoc/>
    public async Task<RiskStateRecord?> ReadLatestAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            return Read(row);
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<RiskStateRecord?> ReadAsync(long version, CancellationToken cancellationToken) =>
        version is < 1 or > LargestVersion || await FindAsync(version, cancellationToken).ConfigureAwait(false) is not { } row ? null : Read(row);

    /// <inheritdoc/>
    public async Task<bool> TryAppendAsync(RiskStateRecord next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        var latest = await ReadLatestAsync(cancellationToken).ConfigureAwait(false);
        if (next.Version != (latest?.Version ?? 0) + 1)
        {
            return false;
        }

        var writer = Guid.NewGuid().ToString("N");
        var row = new TableEntity(Partition, Key(next.Version)) { [Writer] = writer }.With(JsonSerializer.SerializeToUtf8Bytes(next, EngineJson.Default.RiskStateRecord));
        try
        {
            await table.SubmitCheckedAsync([new TableTransactionAction(TableTransactionActionType.Add, row)], cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // Another writer was first, or the reply of an attempt that had succeeded was lost.
            return (await FindAsync(next.Version, cancellationToken).ConfigureAwait(false))?.GetString(Writer) == writer;
        }
    }

    private static string Key(long version) => (LargestVersion - version).ToString("D12", CultureInfo.InvariantCulture);

    private static RiskStateRecord Read(TableEntity row) => JsonSerializer.Deserialize(RowBody.Read(row).Span, EngineJson.Default.RiskStateRecord)
        ?? throw new InvalidDataException($"Row {row.RowKey} of table parameters is empty.");

    private async Task<TableEntity?> FindAsync(long version, CancellationToken cancellationToken)
    {
        var answer = await table.GetEntityIfExistsAsync<TableEntity>(Partition, Key(version), cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.HasValue ? answer.Value : null;
    }
}
