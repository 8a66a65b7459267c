namespace MarginFunctions.Risk.Parameters;

/// <summary>The multiples of maintenance margin at which a pool's status changes, and when customers are told of their calls.</summary>
/// <remarks>It must hold that <c>0 &lt; liquidation &lt; call</c>, <c>call + hysteresis ≤ warning</c> and <c>hysteresis ≥ 0</c>.</remarks>
/// <param name="Warning">Below it the customer is warned; default 1.5.</param>
/// <param name="Call">Below it margin is called; default 1.2.</param>
/// <param name="Liquidation">Below it positions are closed; default 1.0.</param>
/// <param name="Hysteresis">How far above its level a ratio must rise before the status is released, so that noise does not flap it; default 0.05.</param>
/// <param name="CallDeadline">How long a called customer has; positive; default one hour.</param>
public sealed record MarginLevels(decimal Warning, decimal Call, decimal Liquidation, decimal Hysteresis, TimeSpan CallDeadline)
{
    private static readonly TimeSpan[] UsualReminders = [TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(10)];

    /// <summary>1.5, 1.2, 1.0, 0.05 and one hour; restored at the call's release, reminded half an hour and ten minutes before the deadline, told again of a fifth.</summary>
    public static MarginLevels Default { get; } = new(1.5m, 1.2m, 1.0m, 0.05m, TimeSpan.FromHours(1));

    /// <summary>A warning ends at or above this multiple.</summary>
    public decimal WarningRelease => Warning + Hysteresis;

    /// <summary>A call ends at or above this multiple.</summary>
    public decimal CallRelease => Call + Hysteresis;

    /// <summary>A liquidation ends at or above this multiple, unless it follows a call that has expired; from <see cref="Liquidation"/> to <see cref="CallRelease"/>, which is the default.</summary>
    public decimal Restore { get; init; } = Call + Hysteresis;

    /// <summary>How long before a call's deadline customers are reminded, each positive and below <see cref="CallDeadline"/>; those of half an hour and ten minutes that are, by default.</summary>
    public IReadOnlyList<TimeSpan> Reminders { get; init; } = CallDeadline > UsualReminders[0] ? UsualReminders : [.. UsualReminders.Where(before => before < CallDeadline)];

    /// <summary>The share of the amount last told by which the need of an open call must differ before customers are told again, not negative; default 0.2.</summary>
    public decimal CallChange { get; init; } = 0.2m;
}
