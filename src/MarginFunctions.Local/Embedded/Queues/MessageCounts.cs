namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>How many messages a queue or subscription holds; each message counts once.</summary>
/// <param name="Active">Visible and held by no one.</param>
/// <param name="Scheduled">To become visible later.</param>
/// <param name="Locked">Held by a receiver.</param>
/// <param name="DeadLettered">In its dead-letter queue.</param>
public sealed record MessageCounts(long Active, long Scheduled, long Locked, long DeadLettered);
