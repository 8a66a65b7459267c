using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Destinations in memory.</summary>
internal sealed class InMemoryNotificationDirectory(params IReadOnlyList<NotificationDestination> destinations) : INotificationDirectory
{
    private IReadOnlyList<NotificationDestination> all = destinations;

    public Task<IReadOnlyList<NotificationDestination>> ReadAsync(string owner, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NotificationDestination>>([.. all.Where(d => d.Owner == owner).OrderBy(d => d.Id, StringComparer.Ordinal)]);

    public Task ReplaceAllAsync(IReadOnlyList<NotificationDestination> destinations, CancellationToken cancellationToken)
    {
        all = [.. destinations];
        return Task.CompletedTask;
    }
}
