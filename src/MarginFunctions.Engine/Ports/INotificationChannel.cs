using MarginFunctions.Engine.Notifications;

namespace MarginFunctions.Engine.Ports;

/// <summary>One way to reach a customer: a webhook, a mail, a push. A broker adds one by registering it; the engine finds it by <see cref="Kind"/>.</summary>
public interface INotificationChannel
{
    /// <summary>The kind of destinations that it delivers to, as the directory spells it: <c>webhook</c>.</summary>
    string Kind { get; }

    /// <summary>Makes one attempt. It may be made again for the same notification, so the receiver is given <see cref="Notification.Id"/> to tell by.</summary>
    /// <returns>How it went. What a receiver or a network can do wrong is an answer and no exception.</returns>
    Task<DeliveryResult> DeliverAsync(Notification notification, NotificationDestination destination, CancellationToken cancellationToken);
}
