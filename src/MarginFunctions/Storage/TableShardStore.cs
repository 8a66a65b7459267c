using System.Globalization;
using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Shards in Table Storage: a partition each, changed by entity group transactions that rewrite the header by its ETag.</summary>
/// <param name="table">The table <c>shards</c>.</param>
internal sealed class TableShardStore(TableClient table) : IShardStore
{
    private const int MaximumPage = 1000;
    private const string Version = "Version";
    private const string Writer = "Writer";
    private const string NextOutbox = "NextOutbox";

    /// <inheritdoc/>
    public async Task<StoredHeader?> ReadHeaderAsync(int shard, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(RowKeys.Shard(shard), RowKeys.Header, cancellationToken: cancellationToken).ConfigureAwait(false);
        return row.HasValue ? ReadHeader(row.Value!) : null;
    }

    /// <inheritdoc/>
    public async Task<ShardContents> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        // First the header: rows that change after it was read make a commit against it fail.
        var header = await ReadHeaderAsync(shard, cancellationToken).ConfigureAwait(false);
        var accounts = ReadRowsAsync(shard, RowKeys.AccountPrefix, int.MaxValue, cancellationToken);
        var outbox = ReadRowsAsync(shard, RowKeys.OutboxPrefix, int.MaxValue, cancellationToken);
        return new ShardContents(header, await accounts.ConfigureAwait(false), await outbox.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var partition = RowKeys.Shard(transaction.Shard);

        // The header comes first, so that a stale one is what the service reports.
        List<TableTransactionAction> actions =
            [WriteHeader(partition, transaction), .. transaction.Changes.Select(change => WriteRow(partition, change))];
        TableLimits.Check(actions);
        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
            return new StoredHeader(transaction.Header, answers.Value[0].Headers.ETag!.Value.ToString());
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong may have hidden a success: the client repeats an attempt whose reply was lost, and is then told of a conflict with itself.
            var standing = await ReadHeaderAsync(transaction.Shard, cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public async Task DeleteOutboxAsync(int shard, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var partition = RowKeys.Shard(shard);
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

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShardRow>> ReadDecisionsAsync(int shard, int most, CancellationToken cancellationToken) =>
        ReadRowsAsync(shard, RowKeys.DecisionPrefix, most, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> ListShardsAsync(CancellationToken cancellationToken)
    {
        var shards = new List<int>();
        var filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Header}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.PartitionKey)], cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            shards.Add(int.Parse(row.PartitionKey, CultureInfo.InvariantCulture));
        }

        shards.Sort();
        return shards;
    }

    private static TableTransactionAction WriteHeader(string partition, ShardTransaction transaction)
    {
        var row = new TableEntity(partition, RowKeys.Header)
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

    private async Task<IReadOnlyList<ShardRow>> ReadRowsAsync(int shard, string prefix, int most, CancellationToken cancellationToken)
    {
        var end = $"{prefix[..^1]}{(char)(prefix[^1] + 1)}";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RowKeys.Shard(shard)} and RowKey ge {prefix} and RowKey lt {end}");
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
}
