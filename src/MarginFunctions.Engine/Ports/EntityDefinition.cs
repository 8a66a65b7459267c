namespace MarginFunctions.Engine.Ports;

/// <summary>What a queue or topic is, wherever it is provisioned. Duplicate detection and dead-lettering on expiry are always on, partitioning never.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RequiresSession">Whether every message must carry a session id, and is received through its session.</param>
/// <param name="Subscriptions">The subscriptions that each get a copy; none makes it a queue.</param>
/// <param name="LockDuration">How long a received message or an accepted session is its receiver's; positive, at most 5 minutes.</param>
/// <param name="MaxDeliveryCount">After this many deliveries without completion a message is dead-lettered; at least 1.</param>
/// <param name="DuplicateWindow">How long a message id is remembered; not negative.</param>
/// <param name="TimeToLive">After this time a message that no one holds is dead-lettered; positive.</param>
public sealed record EntityDefinition(
    string Name,
    bool RequiresSession,
    IReadOnlyList<string> Subscriptions,
    TimeSpan LockDuration,
    int MaxDeliveryCount,
    TimeSpan DuplicateWindow,
    TimeSpan TimeToLive)
{
    /// <summary>Whether it is a topic.</summary>
    public bool IsTopic => Subscriptions.Count > 0;

    /// <summary>The paths that its messages are received from: its own, or one a subscription.</summary>
    public IEnumerable<string> Paths => IsTopic ? Subscriptions.Select(subscription => SubscriptionPath(Name, subscription)) : [Name];

    /// <summary>The path that a subscription is received from.</summary>
    public static string SubscriptionPath(string topic, string subscription) => $"{topic}/subscriptions/{subscription}";

    /// <summary>The path that dead letters of a queue or subscription are received from.</summary>
    public static string DeadLetterPath(string path) => path + "/$deadletterqueue";

    /// <summary>Refuses values that mean nothing.</summary>
    /// <exception cref="ArgumentException">A rule of the parameters is broken.</exception>
    public void ThrowIfInvalid()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LockDuration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockDuration, TimeSpan.FromMinutes(5));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDeliveryCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DuplicateWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TimeToLive, TimeSpan.Zero);
    }
}
