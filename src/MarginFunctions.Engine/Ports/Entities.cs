namespace MarginFunctions.Engine.Ports;

/// <summary>Every queue and topic. This is the one source of their names and properties; templates, emulator files and contracts are checked against it.</summary>
public static class Entities
{
    /// <summary>From brokers: what accounts hold. No sessions.</summary>
    public const string PositionUpdates = "position-updates";

    /// <summary>From market data. No sessions.</summary>
    public const string PriceUpdates = "price-updates";

    /// <summary>From brokers: what a liquidation order did. No sessions.</summary>
    public const string LiquidationFills = "liquidation-fills";

    /// <summary>Internal: work for one shard; session = shard id.</summary>
    public const string ShardWork = "shard-work";

    /// <summary>To customers and brokers: warnings, calls and their ends. A topic.</summary>
    public const string MarginCalls = "margin-calls";

    /// <summary>Our own subscription to <see cref="MarginCalls"/>.</summary>
    public const string Notifications = "notifications";

    /// <summary>To brokers: reduce-only orders; session = account id.</summary>
    public const string LiquidationJobs = "liquidation-jobs";

    /// <summary>Internal: what shards ask of the insurance fund; session = fund currency.</summary>
    public const string CoverageRequests = "coverage-requests";

    /// <summary>To brokers: what was refused, and why.</summary>
    public const string UpdateRejections = "update-rejections";

    /// <summary>Internal: notifications that are to be tried again, each scheduled for its time. No sessions.</summary>
    public const string NotificationRetries = "notification-retries";

    /// <summary>All queues and topics, for provisioning: locks of a minute, ten deliveries, ten minutes of duplicate detection, 14 days to live.</summary>
    public static IReadOnlyList<EntityDefinition> Definitions { get; } =
    [
        Define(PositionUpdates),
        Define(PriceUpdates),
        Define(LiquidationFills),
        Define(ShardWork, requiresSession: true),
        Define(MarginCalls, subscriptions: Notifications),
        Define(LiquidationJobs, requiresSession: true),
        Define(CoverageRequests, requiresSession: true),
        Define(UpdateRejections),
        Define(NotificationRetries),
    ];

    /// <summary>The names of all queues and topics.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Definitions.Select(d => d.Name)];

    /// <summary>The queues that require a session id on every message.</summary>
    public static IReadOnlyList<string> WithSessions { get; } = [.. Definitions.Where(d => d.RequiresSession).Select(d => d.Name)];

    /// <summary>The queues that brokers and market data may write to.</summary>
    public static IReadOnlyList<string> Inbound { get; } = [PositionUpdates, PriceUpdates, LiquidationFills];

    /// <summary>The queues and topics that brokers and customers read from.</summary>
    public static IReadOnlyList<string> Outbound { get; } = [MarginCalls, LiquidationJobs, UpdateRejections];

    private static EntityDefinition Define(string name, bool requiresSession = false, params IReadOnlyList<string> subscriptions) =>
        new(name, requiresSession, subscriptions, TimeSpan.FromMinutes(1), MaxDeliveryCount: 10, TimeSpan.FromMinutes(10), TimeSpan.FromDays(14));
}
