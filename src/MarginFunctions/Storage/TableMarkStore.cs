using System.Globalization;
using Azure;
using Azure.Data.Tables;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>Marks in Table Storage. They share one partition, so that all are read by one query and a batch of them is written by one transaction.</summary>
/// <param name="table">The table <c>marks</c>.</param>
internal sealed class TableMarkStore(TableClient table) : IMarkStore
{
    private const string Partition = "mark";
    private const string Price = "Price";
    private const string AsOf = "AsOf";
    private const string Source = "Source";
    private const string Writer = "Writer";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Mark>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Values.Select(row => new Mark(row.RowKey, ExactDecimal.Read(row.GetString(Price)), TimeOf(row), row.GetString(Source)))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> AdvanceAsync(IReadOnlyList<Mark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        var writer = Guid.NewGuid().ToString("N");
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in marks.Chunk(TableLimits.Entities))
        {
            await AdvanceAsync(part, writer, stored, cancellationToken).ConfigureAwait(false);
        }

        return [.. marks.Select(mark => stored.Contains(mark.Symbol))];
    }

    /// <summary>Tries until no mark is later than the stored one. Each conflict means that another writer got further, or that this one did and was not told.</summary>
    private async Task AdvanceAsync(Mark[] marks, string writer, HashSet<string> stored, CancellationToken cancellationToken)
    {
        while (true)
        {
            var standing = await ReadRowsAsync(cancellationToken).ConfigureAwait(false);
            stored.UnionWith(standing.Values.Where(row => row.GetString(Writer) == writer).Select(row => row.RowKey));
            var later = marks.Where(mark => !standing.TryGetValue(mark.Symbol, out var row) || mark.AsOf > TimeOf(row)).ToList();
            if (later.Count == 0)
            {
                return;
            }

            try
            {
                await table.SubmitCheckedAsync([.. later.Select(mark => Write(mark, writer, standing.GetValueOrDefault(mark.Symbol)))], cancellationToken).ConfigureAwait(false);
                stored.UnionWith(later.Select(mark => mark.Symbol));
                return;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
            }
        }
    }

    private static TableTransactionAction Write(Mark mark, string writer, TableEntity? standing)
    {
        var row = new TableEntity(Partition, mark.Symbol)
        {
            [Price] = ExactDecimal.Write(mark.Price),
            [AsOf] = mark.AsOf.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            [Source] = mark.Source,
            [Writer] = writer,
        };
        return standing is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, standing.ETag);
    }

    private static DateTimeOffset TimeOf(TableEntity row) => DateTimeOffset.ParseExact(row.GetString(AsOf), "O", CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, TableEntity>> ReadRowsAsync(CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row.RowKey, row);
        }

        return rows;
    }
}
