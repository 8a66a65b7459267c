using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Coverage reports in Table Storage: a partition a day, a row a minute. Both keys count down, so that the first row of the table is the newest.</summary>
/// <param name="table">The table <c>reports</c>.</param>
internal sealed class TableCoverageReportStore(TableClient table) : ICoverageReportStore
{
    private const int MaximumPage = 1000;

    /// <summary>Rows deleted in one turn: a shorter retention must not make a report late.</summary>
    private const int MostDeleted = 2000;

    private const int LastDay = 99_999_999;
    private const int LastMinute = 9_999;

    /// <inheritdoc/>
    public Task StoreAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var at = report.At.UtcDateTime;
        var row = new TableEntity(Partition(DateOnly.FromDateTime(at)), (LastMinute - ((100 * at.Hour) + at.Minute)).ToString("D4", CultureInfo.InvariantCulture))
            .With(JsonSerializer.SerializeToUtf8Bytes(report, EngineJson.Default.CoverageReport));
        return table.SubmitCheckedAsync([new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CoverageReport>> ReadAsync(int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var reports = new List<CoverageReport>();
        await foreach (var row in table.QueryAsync<TableEntity>(maxPerPage: Math.Min(most, MaximumPage), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            reports.Add(JsonSerializer.Deserialize(RowBody.Read(row).Span, EngineJson.Default.CoverageReport)
                ?? throw new InvalidDataException($"Row {row.RowKey} of partition {row.PartitionKey} of table reports is empty."));
            if (reports.Count == most)
            {
                break;
            }
        }

        return reports;
    }

    /// <inheritdoc/>
    public async Task DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var old = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {Partition(day)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, MaximumPage, [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken).ConfigureAwait(false))
        {
            old.Add(row);
            if (old.Count == MostDeleted)
            {
                break;
            }
        }

        foreach (var part in old.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(rows => rows.Chunk(TableLimits.Entities)))
        {
            try
            {
                var actions = part.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All));
                await table.SubmitCheckedAsync([.. actions], cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                // Another deletes the same rows; what it leaves is for the next turn.
                return;
            }
        }
    }

    private static string Partition(DateOnly day) => (LastDay - ((10_000 * day.Year) + (100 * day.Month) + day.Day)).ToString("D8", CultureInfo.InvariantCulture);
}
