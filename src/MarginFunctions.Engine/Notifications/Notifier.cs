using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;

namespace MarginFunctions.Engine.Notifications;

/// <summary>Tells customers: finds the destinations of a margin-call message, makes one attempt at each, and plans the next of those that failed.</summary>
/// <remarks>
/// A margin-call message is finished by its first attempts. What failed goes on as messages of its own, one a destination, so that no destination is repeated or held up by another.
/// Handling a message twice sends twice, with the same id for the receiver to tell by, and plans each retry once.
/// </remarks>
public sealed class Notifier
{
    private readonly Dictionary<string, INotificationChannel> channels;
    private readonly INotificationDirectory directory;
    private readonly IMessageSender sender;
    private readonly EngineMetrics metrics;
    private readonly TimeProvider time;

    /// <summary>Puts a notifier together.</summary>
    /// <param name="channels">One a kind.</param>
    /// <param name="directory">Where notifications go.</param>
    /// <param name="sender">Takes retries.</param>
    /// <param name="metrics">Counts what happens.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">Two channels are of one kind.</exception>
    public Notifier(IEnumerable<INotificationChannel> channels, INotificationDirectory directory, IMessageSender sender, EngineMetrics metrics, TimeProvider time)
    {
        this.channels = channels.ToDictionary(channel => channel.Kind, StringComparer.Ordinal);
        this.directory = directory;
        this.sender = sender;
        this.metrics = metrics;
        this.time = time;
    }

    /// <summary>Handles a message of <see cref="Entities.MarginCalls"/>.</summary>
    /// <exception cref="Exception">The directory or the bus failed: have the message delivered again.</exception>
    public async Task<NotificationOutcome> NotifyAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (MarginCallFacts.Read(message) is not { } call)
        {
            return NotificationOutcome.DeadLetter(NotificationOutcome.Malformed, ["the message is no margin call"]);
        }

        var owned = await Task.WhenAll(DestinationOwners.Of(call.AccountId).Select(owner => directory.ReadAsync(owner, cancellationToken))).ConfigureAwait(false);
        var destinations = owned.SelectMany(d => d).ToList();
        if (destinations.Count == 0)
        {
            metrics.RecordNotificationWithoutDestination();
            return NotificationOutcome.Done;
        }

        var notification = new Notification(call.Id, call.AccountId, message);
        var steps = await Task.WhenAll(destinations.Select(d => AttemptAsync(new PendingDelivery(notification, d.Owner, d.Id, Attempt: 1, Deferrals: 0, "not tried yet"), d, call.At, cancellationToken))).ConfigureAwait(false);

        // The retries must be on the bus before the message is completed: a crash in between sends again, the other order would lose them.
        await sender.SendAsync([.. steps.Select(s => s.Retry).OfType<OutgoingMessage>()], cancellationToken).ConfigureAwait(false);
        return Outcome(steps);
    }

    /// <summary>Handles a message of <see cref="Entities.NotificationRetries"/>.</summary>
    /// <exception cref="Exception">The directory or the bus failed: have the message delivered again.</exception>
    public async Task<NotificationOutcome> RetryAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (PendingDelivery.Read(message, out var delivery) is { Count: > 0 } problems)
        {
            return NotificationOutcome.DeadLetter(NotificationOutcome.Malformed, problems.Select(p => p.ToString()));
        }

        var destinations = await directory.ReadAsync(delivery!.Owner, cancellationToken).ConfigureAwait(false);
        if (destinations.FirstOrDefault(d => d.Id == delivery.Destination) is not { } destination)
        {
            // It was taken out of the directory, which is how an operator says that no one waits for it any more.
            metrics.RecordNotificationWithoutDestination();
            return NotificationOutcome.Done;
        }

        var step = await AttemptAsync(delivery, destination, MarginCallFacts.Read(delivery.Notification.Body)?.At, cancellationToken).ConfigureAwait(false);
        if (step.Retry is { } retry)
        {
            await sender.SendAsync([retry], cancellationToken).ConfigureAwait(false);
        }

        return Outcome([step]);
    }

    private static NotificationOutcome Outcome(IReadOnlyList<Step> steps) => steps.Where(s => s.GivenUp is not null).Select(s => s.GivenUp!).ToList() is { Count: > 0 } reasons
        ? NotificationOutcome.DeadLetter(NotificationOutcome.GivenUp, reasons)
        : NotificationOutcome.Done;

    private async Task<Step> AttemptAsync(PendingDelivery delivery, NotificationDestination destination, DateTimeOffset? decidedAt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var result = await DeliverAsync(delivery.Notification, destination, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        metrics.RecordNotification(destination.Kind, result.Verdict, time.GetElapsedTime(started));
        if (result.Verdict == DeliveryVerdict.Delivered)
        {
            metrics.RecordNotificationAge(now - (decidedAt ?? now));
            return new Step(Retry: null, GivenUp: null);
        }

        if (RetrySchedule.After(delivery.Key, delivery.Attempt, delivery.Deferrals, result) is not { } wait)
        {
            metrics.RecordNotificationGivenUp(destination.Kind);
            return new Step(Retry: null, $"{destination.Name}: {result.Reason}; given up after attempt {delivery.Attempt}");
        }

        var next = result.Verdict == DeliveryVerdict.Deferred
            ? delivery with { Deferrals = delivery.Deferrals + 1, LastReason = result.Reason }
            : delivery with { Attempt = delivery.Attempt + 1, LastReason = result.Reason };
        return new Step(next.ToMessage(now + wait), GivenUp: null);
    }

    // An entry of the directory that is wrong concerns its owner alone.
    private async Task<DeliveryResult> DeliverAsync(Notification notification, NotificationDestination destination, CancellationToken cancellationToken) => destination.Problem() switch
    {
        { } problem => new DeliveryResult(DeliveryVerdict.Hopeless, $"its entry in the directory is wrong: {problem}"),
        null when channels.TryGetValue(destination.Kind, out var channel) => await channel.DeliverAsync(notification, destination, cancellationToken).ConfigureAwait(false),
        null => new DeliveryResult(DeliveryVerdict.Hopeless, $"no channel of this deployment delivers to '{StrictDocument.Excerpt(destination.Kind)}'"),
    };

    /// <summary>What follows from an attempt: nothing, a retry, or that it is given up.</summary>
    private readonly record struct Step(OutgoingMessage? Retry, string? GivenUp);
}
