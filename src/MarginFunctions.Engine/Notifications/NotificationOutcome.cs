namespace MarginFunctions.Engine.Notifications;

/// <summary>What becomes of a message after it was handled: done, or a dead letter.</summary>
/// <param name="DeadLetterReason">Why it is a dead letter, as a name; null: it is done.</param>
/// <param name="Description">Why, in words.</param>
public sealed record NotificationOutcome(string? DeadLetterReason, string Description = "")
{
    /// <summary>A message that is no notification.</summary>
    public const string Malformed = "MalformedNotification";

    /// <summary>A notification that could not be delivered to a destination, and will not be tried again.</summary>
    public const string GivenUp = "NotificationGivenUp";

    // Service Bus takes 4,096 characters.
    private const int LongestDescription = 4000;

    /// <summary>Done.</summary>
    public static NotificationOutcome Done { get; } = new(DeadLetterReason: null);

    /// <summary>A dead letter.</summary>
    public static NotificationOutcome DeadLetter(string reason, IEnumerable<string> words)
    {
        var description = string.Join('\n', words);
        return new NotificationOutcome(reason, description[..Math.Min(description.Length, LongestDescription)]);
    }
}
