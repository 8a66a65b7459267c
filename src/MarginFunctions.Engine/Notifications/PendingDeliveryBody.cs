using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Notifications;

/// <summary>A <see cref="PendingDelivery"/> as it is written to <see cref="Entities.NotificationRetries"/>.</summary>
/// <param name="EventId">The event.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Owner">The destination's owner.</param>
/// <param name="Destination">Its id with that owner.</param>
/// <param name="Attempt">The attempt to make.</param>
/// <param name="Deferrals">How often it was put off.</param>
/// <param name="LastReason">Why the last attempt failed.</param>
/// <param name="Message">The margin-call message as text, so that it is delivered byte for byte.</param>
public sealed record PendingDeliveryBody(string EventId, string AccountId, string Owner, string Destination, int Attempt, int Deferrals, string LastReason, string Message);
