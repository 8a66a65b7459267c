using System.Globalization;
using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Decisions in Table Storage, by account; the row key counts down, so that the first rows of a partition are the newest.</summary>
/// <param name="table">The table <c>history</c>.</param>
internal sealed class TableDecisionHistory(TableClient table) : IDecisionHistory
{
    private const int MaximumPage = 1000;
    private const long LargestNumber = 999_999_999_999;

    /// <inheritdoc/>
    public async Task AppendAsync(IReadOnlyList<ShardRow> decisions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        foreach (var account in decisions.Select(Write).GroupBy(row => row.PartitionKey, StringComparer.Ordinal))
        {
            foreach (var part in Parts(account))
            {
                await table.SubmitCheckedAsync(part, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShardRow>> ReadAsync(string accountId, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var rows = new List<ShardRow>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {accountId}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, Math.Min(most, MaximumPage), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new ShardRow(RowKeys.Decision(accountId, LargestNumber - long.Parse(row.RowKey, CultureInfo.InvariantCulture)), RowBody.Read(row)));
            if (rows.Count == most)
            {
                break;
            }
        }

        return rows;
    }

    private static TableEntity Write(ShardRow decision)
    {
        var parts = decision.Key.Split('|');
        if (parts is not [_, { Length: > 0 } account, var text] || !decision.Key.StartsWith(RowKeys.DecisionPrefix, StringComparison.Ordinal)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > LargestNumber)
        {
            throw new ArgumentException($"'{decision.Key}' is not the key of a decision.", nameof(decision));
        }

        return new TableEntity(account, (LargestNumber - number).ToString("D12", CultureInfo.InvariantCulture)).With(decision.Body);
    }

    private static IEnumerable<List<TableTransactionAction>> Parts(IEnumerable<TableEntity> rows)
    {
        var part = new List<TableTransactionAction>();
        var bytes = 0L;
        foreach (var row in rows)
        {
            var size = TableLimits.RequestBytesOf(row);
            if (part.Count == TableLimits.Entities || (part.Count > 0 && bytes + size > TableLimits.RequestBytes))
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
            bytes += size;
        }

        yield return part;
    }
}
