namespace MarginFunctions.Engine.Notifications;

/// <summary>How an attempt went, and why.</summary>
/// <param name="Verdict">What follows from it.</param>
/// <param name="Reason">In words, for logs and dead letters: no secret, no path of a URL, nothing that the receiver chose.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone; null when it does not ask.</param>
/// <param name="IsSilence">Whether the receiver did not answer at all.</param>
public readonly record struct DeliveryResult(DeliveryVerdict Verdict, string Reason, TimeSpan? RetryAfter = null, bool IsSilence = false)
{
    /// <summary>The receiver has it.</summary>
    public static DeliveryResult Delivered { get; } = new(DeliveryVerdict.Delivered, "delivered");

    /// <summary>The receiver did not answer.</summary>
    public static DeliveryResult Silence(string reason) => new(DeliveryVerdict.Unavailable, reason, IsSilence: true);
}
