using MarginFunctions.Engine.Notifications;

namespace MarginFunctions.Engine.Ports;

/// <summary>Where notifications go: destinations by owner. A write that has returned is seen by every later read, of any process.</summary>
public interface INotificationDirectory
{
    /// <summary>The destinations of one owner, in the order of their ids; none when it has none. What an operator has written wrongly is returned as it stands: see <see cref="NotificationDestination.Problem"/>.</summary>
    /// <param name="owner">See <see cref="DestinationOwners"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<NotificationDestination>> ReadAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Makes these the only destinations. Doing it again changes nothing; a crash may leave destinations of before beside those of now, and never fewer than both have in common.</summary>
    /// <param name="destinations">Each owner and id once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task ReplaceAllAsync(IReadOnlyList<NotificationDestination> destinations, CancellationToken cancellationToken);
}
