namespace MarginFunctions.Engine.Liquidation;

/// <summary>One minute of one market.</summary>
/// <param name="Instrument">The contract or asset.</param>
/// <param name="At">The minute's first moment.</param>
/// <param name="Cap">What may be ordered in it, in contracts or units, positive.</param>
public sealed record SliceMinute(string Instrument, DateTimeOffset At, decimal Cap)
{
    /// <summary>The minute that a moment lies in.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) => new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
