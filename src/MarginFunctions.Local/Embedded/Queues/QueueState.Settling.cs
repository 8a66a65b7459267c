using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <content>What ends a delivery.</content>
internal abstract partial class QueueState
{
    /// <summary>Deletes those messages whose locks are held.</summary>
    /// <returns>The others.</returns>
    public List<LockedMessage> Complete(WriteScope scope, IEnumerable<LockedMessage> messages)
    {
        var lost = new List<LockedMessage>();
        var done = new List<long>();
        foreach (var message in messages)
        {
            if (TryUnlock(message, out _, out _))
            {
                done.Add(message.Id);
            }
            else
            {
                lost.Add(message);
            }
        }

        MessageTable.Delete(scope.Session, done);
        Stored -= done.Count;
        return lost;
    }

    /// <summary>Takes a message back at once.</summary>
    /// <returns>Whether its lock was held.</returns>
    public bool Abandon(WriteScope scope, LockedMessage message)
    {
        if (!TryUnlock(message, out var held, out var session))
        {
            return false;
        }

        TakeBack(scope, message.Id, held, session);
        return true;
    }

    /// <summary>Gives a message up.</summary>
    /// <returns>Whether its lock was held.</returns>
    public bool DeadLetter(WriteScope scope, LockedMessage message, string reason, string? description)
    {
        if (!TryUnlock(message, out _, out _))
        {
            return false;
        }

        MoveToDeadLetters(scope, message.Id, reason, description);
        return true;
    }

    /// <summary>Prolongs a lock from now.</summary>
    /// <returns>Its new end; null when it was not held.</returns>
    public long? Renew(LockedMessage message, long now)
    {
        if (!locks.TryGetValue(message.Id, out var held) || held.Token != message.LockToken)
        {
            return null;
        }

        var until = Prolong(message.Id, now);
        locks[message.Id] = held with { Until = until };
        return until;
    }

    /// <summary>Whether a message is still locked at a time; false when it is not locked at all.</summary>
    protected bool IsLocked(long id, long now) => locks.TryGetValue(id, out var held) && held.Until > now;

    /// <summary>Takes back a message that its receiver did not settle.</summary>
    protected void TakeBack(WriteScope scope, long id)
    {
        if (locks.Remove(id, out var held))
        {
            TakeBack(scope, id, held, Unlocked(id));
        }
    }

    private void TakeBack(WriteScope scope, long id, MessageLock held, string? session)
    {
        MessageTable.CountFailure(scope.Session, id);
        if (held.Failures + 1 >= maxDeliveryCount)
        {
            MoveToDeadLetters(scope, id, DeliveredTooOften, $"Delivered {maxDeliveryCount} times and not completed.");
            return;
        }

        MakeReady(id, session, isNew: false);
        nextExpiry = Math.Min(nextExpiry, held.Enqueued + timeToLive);
        Announce(scope);
    }

    private bool TryUnlock(LockedMessage message, out MessageLock held, out string? session)
    {
        session = null;
        if (!locks.TryGetValue(message.Id, out held) || held.Token != message.LockToken)
        {
            return false;
        }

        locks.Remove(message.Id);
        session = Unlocked(message.Id);
        return true;
    }
}
