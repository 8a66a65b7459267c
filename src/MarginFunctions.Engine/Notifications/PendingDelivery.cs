using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Notifications;

/// <summary>One delivery that is to be tried again: one event to one destination, so that the others of the event are neither repeated nor held up. It is the body of a message of <see cref="Entities.NotificationRetries"/>.</summary>
/// <param name="Notification">What to deliver.</param>
/// <param name="Owner">The destination's owner.</param>
/// <param name="Destination">Its id with that owner. It is looked up again, so that a corrected address counts at once.</param>
/// <param name="Attempt">The attempt to make, 1 the first.</param>
/// <param name="Deferrals">How often it was put off.</param>
/// <param name="LastReason">Why the last attempt failed.</param>
public sealed record PendingDelivery(Notification Notification, string Owner, string Destination, int Attempt, int Deferrals, string LastReason)
{
    /// <summary>What tells this delivery from all others.</summary>
    public string Key => $"{Notification.Id}|{Owner}|{Destination}";

    /// <summary>The message that brings it back at a time. The same delivery after the same attempt has the same id, so a message that is handled twice plans one retry.</summary>
    public OutgoingMessage ToMessage(DateTimeOffset due)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)).AsSpan(0, 16));
        var body = new PendingDeliveryBody(
            Notification.EventId, Notification.AccountId, Owner, Destination, Attempt, Deferrals, LastReason, Encoding.UTF8.GetString(Notification.Body.Span));
        return new OutgoingMessage(
            Entities.NotificationRetries,
            string.Create(CultureInfo.InvariantCulture, $"n|{id}|{Attempt}|{Deferrals}"),
            SessionId: null,
            JsonSerializer.SerializeToUtf8Bytes(body, EngineJson.Default.PendingDeliveryBody),
            ScheduledFor: due);
    }

    /// <summary>Reads such a message.</summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static IReadOnlyList<Problem> Read(ReadOnlyMemory<byte> body, out PendingDelivery? delivery) => StrictDocument.Read(
        body,
        root =>
        {
            var eventId = root.Text("eventId");
            var account = root.Text("accountId");
            var owner = root.Text("owner");
            var destination = root.Text("destination");
            var attempt = (int)root.Integer("attempt", 1, RetrySchedule.Attempts);
            var deferrals = (int)root.Integer("deferrals", 0, RetrySchedule.Deferrals);
            var reason = root.Text("lastReason");
            var message = root.Text("message");
            if (!AccountIds.AreValid(account))
            {
                root.Refuse("accountId", AccountIds.Rule);
            }

            return new PendingDelivery(new Notification(eventId, account, Encoding.UTF8.GetBytes(message)), owner, destination, attempt, deferrals, reason);
        },
        out delivery);
}
