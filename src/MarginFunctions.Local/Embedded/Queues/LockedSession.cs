namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A session that its receiver holds: no one else gets its messages until it is released or the lock runs out.</summary>
public sealed class LockedSession
{
    internal LockedSession(string path, string sessionId, Guid lockToken, long lockedUntil)
    {
        Path = path;
        SessionId = sessionId;
        LockToken = lockToken;
        LockedUntil = DateTimeOffset.FromUnixTimeMilliseconds(lockedUntil);
    }

    /// <summary>The queue or subscription.</summary>
    public string Path { get; }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>Proof of the lock.</summary>
    public Guid LockToken { get; }

    /// <summary>When the lock runs out unless it is renewed.</summary>
    public DateTimeOffset LockedUntil { get; }
}
