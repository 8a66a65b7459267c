namespace MarginFunctions.Engine.Ports;

/// <summary>The names of every queue and topic. This is their one source in code.</summary>
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

    /// <summary>To brokers: what was refused, and why.</summary>
    public const string UpdateRejections = "update-rejections";

    /// <summary>All queues and topics, for provisioning.</summary>
    public static IReadOnlyList<string> All { get; } =
        [PositionUpdates, PriceUpdates, LiquidationFills, ShardWork, MarginCalls, LiquidationJobs, UpdateRejections];

    /// <summary>The queues that require a session id on every message.</summary>
    public static IReadOnlyList<string> WithSessions { get; } = [ShardWork, LiquidationJobs];

    /// <summary>The queues that brokers and market data may write to.</summary>
    public static IReadOnlyList<string> Inbound { get; } = [PositionUpdates, PriceUpdates, LiquidationFills];

    /// <summary>The queues and topics that brokers and customers read from.</summary>
    public static IReadOnlyList<string> Outbound { get; } = [MarginCalls, LiquidationJobs, UpdateRejections];
}
