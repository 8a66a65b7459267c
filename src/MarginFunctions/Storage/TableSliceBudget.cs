using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>What liquidations may order, in Table Storage: partition = instrument, row = minute, written with its ETag, so that of several shards that take at once each takes what the others have left.</summary>
/// <param name="table">The table <c>slices</c>.</param>
internal sealed class TableSliceBudget(TableClient table) : ISliceBudget
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<decimal>> TakeAsync(SliceMinute minute, IReadOnlyList<SliceRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(minute);
        while (true)
        {
            var answer = await table.GetEntityIfExistsAsync<TableEntity>(minute.Instrument, Key(minute.At), cancellationToken: cancellationToken).ConfigureAwait(false);
            var standing = answer.HasValue ? answer.Value : null;
            var taken = standing is null ? MinuteSlices.None : Read(standing);
            var (next, granted) = taken.Take(minute.Cap, requests);
            if (ReferenceEquals(next, taken))
            {
                return granted;
            }

            try
            {
                await table.SubmitCheckedAsync([Write(minute, next, standing)], cancellationToken).ConfigureAwait(false);
                return granted;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                // Another shard was first; or this write had succeeded and its reply was lost, and the next look finds the grants by their ids.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> FindRefusedAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (first, end) = (Key(from), Key(before));
        var shards = new SortedSet<int>();
        var filter = TableClient.CreateQueryFilter($"RowKey ge {first} and RowKey lt {end}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            shards.UnionWith(Read(row).Refused);
        }

        return [.. shards];
    }

    /// <inheritdoc/>
    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = Key(before);
        var filter = TableClient.CreateQueryFilter($"RowKey lt {end}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            // One that is gone already is no error.
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Key(DateTimeOffset minute) => minute.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static MinuteSlices Read(TableEntity row) => JsonSerializer.Deserialize(RowBody.Read(row).Span, EngineJson.Default.MinuteSlices)
        ?? throw new InvalidDataException($"Row {row.RowKey} of instrument {row.PartitionKey} in table slices is empty.");

    private static TableTransactionAction Write(SliceMinute minute, MinuteSlices slices, TableEntity? standing)
    {
        var row = new TableEntity(minute.Instrument, Key(minute.At)).With(JsonSerializer.SerializeToUtf8Bytes(slices, EngineJson.Default.MinuteSlices));
        return standing is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, standing.ETag);
    }
}
