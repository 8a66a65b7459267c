using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Destinations of notifications in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedNotificationDirectory(EmbeddedDatabase database) : INotificationDirectory
{
    private const string Select = "SELECT owner, id, kind, address, secrets FROM webhook WHERE owner = ?1 ORDER BY id";
    private const string Insert = "INSERT INTO webhook (owner, id, kind, address, secrets) VALUES (?1, ?2, ?3, ?4, ?5)";

    /// <inheritdoc/>
    public Task<IReadOnlyList<NotificationDestination>> ReadAsync(string owner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<NotificationDestination>>(database.Read(session =>
        {
            var destinations = new List<NotificationDestination>();
            using var select = session.Use(Select);
            select.Bind(1, owner);
            while (select.Read())
            {
                destinations.Add(new NotificationDestination(
                    select.Text(0), select.Text(1), select.Text(2), select.Text(3), select.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            }

            return destinations;
        }));
    }

    /// <inheritdoc/>
    public Task ReplaceAllAsync(IReadOnlyList<NotificationDestination> destinations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        return database.WriteAsync(
            scope =>
            {
                using (var delete = scope.Use("DELETE FROM webhook"))
                {
                    delete.Run();
                }

                using var insert = scope.Use(Insert);
                foreach (var destination in destinations)
                {
                    insert.Bind(1, destination.Owner).Bind(2, destination.Id).Bind(3, destination.Kind).Bind(4, destination.Address).Bind(5, string.Join(' ', destination.Secrets)).Run();
                }

                return true;
            },
            cancellationToken);
    }
}
