namespace MarginFunctions.Engine.Notifications;

/// <summary>How an attempt went.</summary>
public enum DeliveryVerdict
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>The receiver or the way to it failed for now: tried for hours.</summary>
    Unavailable,

    /// <summary>The receiver refused, which may be a mistake that someone is correcting: tried a few times.</summary>
    Refused,

    /// <summary>No other attempt can go better.</summary>
    Hopeless,

    /// <summary>No attempt was made, because the receiver is busy with others: does not count as one.</summary>
    Deferred,
}
