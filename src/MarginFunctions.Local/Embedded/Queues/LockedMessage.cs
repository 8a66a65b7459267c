namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A message that its receiver holds until it is settled or the lock runs out.</summary>
public sealed class LockedMessage : QueuedMessage
{
    internal LockedMessage(string path, in MessageRow row, Guid lockToken, long lockedUntil)
        : base(path, row)
    {
        LockToken = lockToken;
        LockedUntil = DateTimeOffset.FromUnixTimeMilliseconds(lockedUntil);
    }

    /// <summary>Proof of this delivery.</summary>
    public Guid LockToken { get; }

    /// <summary>When the lock runs out unless it is renewed; for a message of a session, when the session's does.</summary>
    public DateTimeOffset LockedUntil { get; }
}
