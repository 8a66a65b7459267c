using Azure.Data.Tables;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Storage;

/// <summary>
/// Destinations of notifications in Table Storage: partition = owner, row = id, and the properties <c>Kind</c>, <c>Address</c> and <c>Secrets</c>, names with a space between. Operators write the rows
/// themselves, so whatever stands there is read: what is absent reads as empty.
/// </summary>
/// <param name="table">The table <c>webhooks</c>.</param>
internal sealed class TableNotificationDirectory(TableClient table) : INotificationDirectory
{
    private const string Kind = "Kind";
    private const string Address = "Address";
    private const string Secrets = "Secrets";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NotificationDestination>> ReadAsync(string owner, CancellationToken cancellationToken)
    {
        var destinations = new List<NotificationDestination>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {owner}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            destinations.Add(new NotificationDestination(
                row.PartitionKey, row.RowKey, Text(row, Kind), Text(row, Address), Text(row, Secrets).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }

        return destinations;
    }

    /// <inheritdoc/>
    /// <remarks>What is new is written before what is old is deleted, each owner by itself: tables have no transaction over partitions.</remarks>
    public async Task ReplaceAllAsync(IReadOnlyList<NotificationDestination> destinations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        await SubmitAsync(TableTransactionActionType.UpsertReplace, destinations.Select(Write), cancellationToken).ConfigureAwait(false);
        var named = destinations.Select(d => (d.Owner, d.Id)).ToHashSet();
        var old = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (!named.Contains((row.PartitionKey, row.RowKey)))
            {
                old.Add(row);
            }
        }

        await SubmitAsync(TableTransactionActionType.Delete, old, cancellationToken).ConfigureAwait(false);
    }

    private async Task SubmitAsync(TableTransactionActionType type, IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var owner in rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal))
        {
            foreach (var part in owner.Chunk(TableLimits.Entities))
            {
                await table.SubmitCheckedAsync([.. part.Select(row => new TableTransactionAction(type, row))], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TableEntity Write(NotificationDestination destination) => new(destination.Owner, destination.Id)
    {
        [Kind] = destination.Kind,
        [Address] = destination.Address,
        [Secrets] = string.Join(' ', destination.Secrets),
    };

    // A number or a date that an operator's tool has made of a text is no text.
    private static string Text(TableEntity row, string property) => row.TryGetValue(property, out var value) && value is string text ? text : "";
}
