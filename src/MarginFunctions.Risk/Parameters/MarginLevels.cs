namespace MarginFunctions.Risk.Parameters;

/// <summary>The multiples of maintenance margin at which a pool's status changes.</summary>
/// <remarks>It must hold that <c>0 &lt; liquidation &lt; call</c>, <c>call + hysteresis ≤ warning</c> and <c>hysteresis ≥ 0</c>.</remarks>
/// <param name="Warning">Below it the customer is warned; default 1.5.</param>
/// <param name="Call">Below it margin is called; default 1.2.</param>
/// <param name="Liquidation">Below it positions are closed; default 1.0.</param>
/// <param name="Hysteresis">How far above its level a ratio must rise before the status is released, so that noise does not flap it; default 0.05.</param>
/// <param name="CallDeadline">How long a called customer has; positive; default one hour.</param>
public sealed record MarginLevels(decimal Warning, decimal Call, decimal Liquidation, decimal Hysteresis, TimeSpan CallDeadline)
{
    /// <summary>1.5, 1.2, 1.0, 0.05 and one hour.</summary>
    public static MarginLevels Default { get; } = new(1.5m, 1.2m, 1.0m, 0.05m, TimeSpan.FromHours(1));

    /// <summary>A warning ends at or above this multiple.</summary>
    public decimal WarningRelease => Warning + Hysteresis;

    /// <summary>A call or a liquidation ends at or above this multiple.</summary>
    public decimal CallRelease => Call + Hysteresis;
}
