using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Partitions of a table that are changed by entity group transactions which rewrite the partition's header by its ETag.</summary>
/// <param name="table">The table.</param>
internal sealed class TablePartitions(TableClient table)
{
    private const int MaximumPage = 1000;
    private const string Version = "Version";
    private const string Writer = "Writer";
    private const string NextOutbox = "NextOutbox";

    public async Task<StoredHeader?> ReadHeaderAsync(string partition, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, RowKeys.Header, cancellationToken: cancellationToken).ConfigureAwait(false);
        return row.HasValue ? ReadHeader(row.Value!) : null;
    }

    public async Task<ShardRow?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken).ConfigureAwait(false);
        return row.HasValue ? new ShardRow(key, RowBody.Read(row.Value!)) : null;
    }

    public async Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        // The header comes first, so that a stale one is what the service reports.
        List<TableTransactionAction> actions = [WriteHeader(transaction), .. transaction.Changes.Select(change => WriteRow(transaction.Partition, change))];
        TableLimits.Check(actions);
        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
            return new StoredHeader(transaction.Header, answers.Value[0].Headers.ETag!.Value.ToString());
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong may have hidden a success: the client repeats an attempt whose reply was lost, and is then told of a conflict with itself.
            var standing = await ReadHeaderAsync(transaction.Partition, cancellationToken).ConfigureAwait(false);
            if (standing?.Header.Writer == transaction.Header.Writer)
            {
                return standing;
            }

            // The tag has moved, so the transaction can no longer be applied. If it had been, and a third writer came after, then the rows show it and starting again is safe too.
            if (standing?.ETag != transaction.ExpectedETag)
            {
                return null;
            }

            throw;
        }
    }

    public async Task DeleteOutboxAsync(string partition, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var part in keys.Chunk(TableLimits.Entities))
        {
            try
            {
                var actions = part.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, key), ETag.All));
                await table.SubmitCheckedAsync([.. actions], cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                // One row that is gone fails the whole transaction; alone, deleting it is no error.
                foreach (var key in part)
                {
                    await table.DeleteEntityAsync(partition, key, ETag.All, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    public Task<IReadOnlyList<ShardRow>> ReadRowsAsync(string partition, string prefix, CancellationToken cancellationToken) =>
        ReadRowsAsync(partition, prefix, prefix, int.MaxValue, cancellationToken);

    /// <summary>Rows whose keys start so, from a key on.</summary>
    public async Task<IReadOnlyList<ShardRow>> ReadRowsAsync(string partition, string prefix, string from, int most, CancellationToken cancellationToken)
    {
        var end = $"{prefix[..^1]}{(char)(prefix[^1] + 1)}";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {end}");
        var rows = new List<ShardRow>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, Math.Min(most, MaximumPage), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new ShardRow(row.RowKey, RowBody.Read(row)));
            if (rows.Count == most)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>Every partition that has a header.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var partitions = new List<string>();
        var filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Header}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.PartitionKey)], cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            partitions.Add(row.PartitionKey);
        }

        return partitions;
    }

    private static TableTransactionAction WriteHeader(ShardTransaction transaction)
    {
        var row = new TableEntity(transaction.Partition, RowKeys.Header)
        {
            [Version] = transaction.Header.Version,
            [Writer] = transaction.Header.Writer,
            [NextOutbox] = transaction.Header.NextOutbox,
        };
        return transaction.ExpectedETag is { } tag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(tag))
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }

    private static TableTransactionAction WriteRow(string partition, RowChange change) => change.Body is { } body
        ? new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(partition, change.Key).With(body))
        : new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, change.Key), ETag.All);

    private static StoredHeader ReadHeader(TableEntity row) =>
        new(new ShardHeader(row.GetInt64(Version)!.Value, row.GetString(Writer), row.GetInt64(NextOutbox)!.Value), row.ETag.ToString());
}
