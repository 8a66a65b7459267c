using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A queue with sessions. Memory holds the ids of all its messages, by session.</summary>
internal sealed class SessionQueueState(string path, long number, EntityDefinition entity, QueueState? deadLetters)
    : QueueState(path, number, entity, deadLetters)
{
    private readonly Dictionary<string, SessionState> sessions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, SessionState> acceptable = [];
    private readonly Dictionary<long, SessionState> delivered = [];
    private readonly List<SessionState> accepted = [];

    public override bool HasReceivable => acceptable.Count > 0;

    /// <summary>Locks the session with the oldest message that no one holds.</summary>
    public LockedSession? Accept(long now)
    {
        if (acceptable.Count == 0)
        {
            return null;
        }

        var session = acceptable.First().Value;
        session.Token = NewToken();
        session.Until = now + LockMilliseconds;
        accepted.Add(session);
        File(session);
        return new LockedSession(Path, session.Id, session.Token.Value, session.Until);
    }

    /// <summary>The session's next messages, in order.</summary>
    /// <returns>Null when its lock is not held.</returns>
    public List<LockedMessage>? Receive(WriteScope scope, LockedSession held, int most)
    {
        if (Find(held) is not { } session)
        {
            return null;
        }

        var received = new List<LockedMessage>();
        while (received.Count < most && session.Ready.Count > 0)
        {
            var id = session.Ready.Min;
            session.Ready.Remove(id);
            foreach (var row in MessageTable.Read(scope.Session, id, id + 1, 1))
            {
                if (!DeadLetterIfDeadly(scope, row))
                {
                    session.Delivered.Add(id);
                    delivered.Add(id, session);
                    MessageTable.CountDelivery(scope.Session, id, id);
                    received.Add(Deliver(row, session.Until));
                }
            }
        }

        return received;
    }

    /// <summary>Prolongs a session's lock from now.</summary>
    /// <returns>Its new end; null when it was not held.</returns>
    public long? Renew(LockedSession held, long now)
    {
        if (Find(held) is not { } session)
        {
            return null;
        }

        return session.Until = now + LockMilliseconds;
    }

    /// <summary>Ends a session's lock and takes back what was not settled.</summary>
    /// <returns>Whether the lock was held.</returns>
    public bool Release(WriteScope scope, LockedSession held)
    {
        if (Find(held) is not { } session)
        {
            return false;
        }

        Release(scope, session);
        return true;
    }

    protected override long ReloadMessages(SqlSession session)
    {
        sessions.Clear();
        acceptable.Clear();
        delivered.Clear();
        accepted.Clear();
        var count = 0L;
        using var select = session.Use("SELECT id, session FROM message WHERE id >= ?1 AND id < ?2 ORDER BY id");
        select.Bind(1, First).Bind(2, End);
        while (select.Read())
        {
            MakeReady(select.Int64(0), select.Text(1), isNew: true);
            count++;
        }

        return count;
    }

    protected override void MakeReady(long id, string? session, bool isNew)
    {
        if (!sessions.TryGetValue(session!, out var state))
        {
            sessions.Add(session!, state = new SessionState(session!));
        }

        state.Ready.Add(id);
        File(state);
    }

    protected override void Forget(long id, string? session)
    {
        if (sessions.TryGetValue(session!, out var state))
        {
            state.Ready.Remove(id);
            File(state);
        }
    }

    protected override string? Unlocked(long id)
    {
        if (!delivered.Remove(id, out var session))
        {
            return null;
        }

        session.Delivered.Remove(id);
        return session.Id;
    }

    protected override void ReleaseExpired(WriteScope scope, long now)
    {
        for (var i = accepted.Count - 1; i >= 0; i--)
        {
            if (accepted[i].Until <= now)
            {
                Release(scope, accepted[i]);
            }
        }
    }

    // A message's lock is its session's: renewing one renews the other.
    protected override long Prolong(long id, long now) => delivered[id].Until = now + LockMilliseconds;

    protected override long NextLockEnd() => accepted.Count > 0 ? accepted.Min(session => session.Until) : long.MaxValue;

    private SessionState? Find(LockedSession held) =>
        sessions.TryGetValue(held.SessionId, out var session) && session.Token == held.LockToken ? session : null;

    private void Release(WriteScope scope, SessionState session)
    {
        accepted.Remove(session);
        session.Token = null;
        foreach (var id in session.Delivered.ToArray())
        {
            TakeBack(scope, id);
        }

        File(session);
        Announce(scope);
    }

    /// <summary>Files a session under its oldest message if it can be accepted, and forgets it when nothing is left of it.</summary>
    private void File(SessionState session)
    {
        long? under = session.Token is null && session.Ready.Count > 0 ? session.Ready.Min : null;
        if (under != session.FiledUnder)
        {
            if (session.FiledUnder is { } before)
            {
                acceptable.Remove(before);
            }

            if (under is { } now)
            {
                acceptable.Add(now, session);
            }

            session.FiledUnder = under;
        }

        if (session.Token is null && session.Ready.Count == 0 && session.Delivered.Count == 0)
        {
            sessions.Remove(session.Id);
        }
    }
}
