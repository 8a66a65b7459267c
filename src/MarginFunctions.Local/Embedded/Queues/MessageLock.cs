namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A delivery under way. Locks are in memory only: whoever held one died with the process.</summary>
/// <param name="Token">Proof of the delivery.</param>
/// <param name="Until">When it runs out, unix ms; for a message of a session the session says.</param>
/// <param name="Enqueued">When the message was, unix ms.</param>
/// <param name="Failures">Earlier deliveries that failed.</param>
internal readonly record struct MessageLock(Guid Token, long Until, long Enqueued, int Failures);
