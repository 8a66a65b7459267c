namespace MarginFunctions.Engine.Lifecycle;

/// <summary>What customers and brokers are told.</summary>
public enum MarginEventKind
{
    /// <summary>Below the warning level.</summary>
    Warning,

    /// <summary>Below the call level: an amount and a deadline.</summary>
    Called,

    /// <summary>The warning or the call is answered: the ratio is back at its release level, or nothing is left to margin.</summary>
    Met,

    /// <summary>The call's deadline has passed.</summary>
    Expired,

    /// <summary>Positions are being closed.</summary>
    Liquidating,

    /// <summary>The liquidation is over.</summary>
    Closed,

    /// <summary>Equity is below zero and nothing is left to close.</summary>
    BadDebt,

    /// <summary>A call's deadline comes near.</summary>
    Reminder,

    /// <summary>A call has grown or shrunk with the market.</summary>
    CallChanged,

    /// <summary>The engine has moved money of the account.</summary>
    Booked,
}
