namespace MarginFunctions.Engine.Lifecycle;

/// <summary>Where a margin pool stands.</summary>
public enum MarginStatus
{
    /// <summary>Nothing to do.</summary>
    Healthy,

    /// <summary>Below the warning level: the customer has been told.</summary>
    Warned,

    /// <summary>Below the call level: margin has been called, with a deadline.</summary>
    Called,

    /// <summary>Below the liquidation level, or a call has expired: positions are being closed.</summary>
    Liquidating,

    /// <summary>Nothing left to close and equity below zero.</summary>
    BadDebt,
}
