using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A queue or topic of the embedded backend.</summary>
/// <param name="Name">One of <see cref="Entities"/>.</param>
/// <param name="RequiresSession">Whether every message must carry a session id, and is received through its session.</param>
/// <param name="Subscriptions">The subscriptions that each get a copy; none makes it a queue.</param>
/// <param name="LockDuration">How long a received message or an accepted session is its receiver's; positive.</param>
/// <param name="MaxDeliveryCount">After this many deliveries without completion a message is dead-lettered; at least 1.</param>
/// <param name="DuplicateWindow">How long a message id is remembered; not negative. Ids are held in memory, some 50 bytes each.</param>
/// <param name="TimeToLive">After this time a message that no one holds is dead-lettered; positive.</param>
public sealed record EmbeddedEntity(
    string Name,
    bool RequiresSession,
    IReadOnlyList<string> Subscriptions,
    TimeSpan LockDuration,
    int MaxDeliveryCount,
    TimeSpan DuplicateWindow,
    TimeSpan TimeToLive)
{
    /// <summary>The engine's entities with Service Bus's defaults: locks of a minute, ten deliveries, ten minutes of duplicate detection, 14 days to live.</summary>
    public static IReadOnlyList<EmbeddedEntity> Defaults { get; } = [.. Entities.All.Select(Default)];

    /// <summary>The path that a subscription is received from.</summary>
    public static string SubscriptionPath(string topic, string subscription) => $"{topic}/subscriptions/{subscription}";

    /// <summary>The path that dead letters of a queue or subscription are received from.</summary>
    public static string DeadLetterPath(string path) => path + "/$deadletterqueue";

    /// <summary>The paths that its messages are received from: its own, or one a subscription.</summary>
    internal IEnumerable<string> Paths => Subscriptions.Count == 0 ? [Name] : Subscriptions.Select(subscription => SubscriptionPath(Name, subscription));

    /// <summary>Refuses values that mean nothing.</summary>
    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LockDuration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDeliveryCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DuplicateWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TimeToLive, TimeSpan.Zero);
    }

    private static EmbeddedEntity Default(string name) => new(
        name,
        Entities.WithSessions.Contains(name),
        name == Entities.MarginCalls ? [Entities.Notifications] : [],
        TimeSpan.FromMinutes(1),
        10,
        TimeSpan.FromMinutes(10),
        TimeSpan.FromDays(14));
}
