using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A queue without sessions: a cursor over its rows, and what was taken back from behind it. Memory does not grow with the backlog.</summary>
internal sealed class PlainQueueState(string path, long number, EntityDefinition entity, QueueState? deadLetters)
    : QueueState(path, number, entity, deadLetters)
{
    private readonly SortedSet<long> takenBack = [];
    private readonly PriorityQueue<long[], long> lockEnds = new();
    private long cursor;

    public override bool HasReceivable => Stored > Locked;

    public List<LockedMessage> Receive(WriteScope scope, int most, long now)
    {
        var until = now + LockMilliseconds;
        var received = new List<LockedMessage>();
        while (received.Count < most && takenBack.Count > 0)
        {
            var id = takenBack.Min;
            takenBack.Remove(id);
            Deliver(scope, MessageTable.Read(scope.Session, id, id + 1, 1), until, received);
        }

        while (received.Count < most)
        {
            var rows = MessageTable.Read(scope.Session, cursor, End, most - received.Count);
            if (rows.Count == 0)
            {
                break;
            }

            cursor = rows[^1].Id + 1;
            Deliver(scope, rows, until, received);
        }

        if (received.Count > 0)
        {
            lockEnds.Enqueue([.. received.Select(message => message.Id)], until);
        }

        return received;
    }

    protected override long ReloadMessages(SqlSession session)
    {
        takenBack.Clear();
        lockEnds.Clear();
        cursor = First;
        using var count = session.Use("SELECT count(*) FROM message WHERE id >= ?1 AND id < ?2");
        count.Bind(1, First).Bind(2, End).Read();
        return count.Int64(0);
    }

    protected override void MakeReady(long id, string? session, bool isNew)
    {
        if (!isNew)
        {
            takenBack.Add(id);
        }
    }

    protected override void Forget(long id, string? session) => takenBack.Remove(id);

    protected override string? Unlocked(long id) => null;

    protected override void ReleaseExpired(WriteScope scope, long now)
    {
        while (lockEnds.TryPeek(out var ids, out var until) && until <= now)
        {
            lockEnds.Dequeue();
            foreach (var id in ids)
            {
                // A lock that was renewed has another entry, and one that was settled is gone.
                if (!IsLocked(id, now))
                {
                    TakeBack(scope, id);
                }
            }
        }
    }

    protected override long Prolong(long id, long now)
    {
        var until = now + LockMilliseconds;
        lockEnds.Enqueue([id], until);
        return until;
    }

    protected override long NextLockEnd() => Locked > 0 && lockEnds.TryPeek(out _, out var until) ? until : long.MaxValue;

    private void Deliver(WriteScope scope, List<MessageRow> rows, long until, List<LockedMessage> received)
    {
        foreach (var row in rows)
        {
            if (!DeadLetterIfDeadly(scope, row))
            {
                received.Add(Deliver(row, until));
            }
        }

        if (rows.Count > 0)
        {
            // The rows are all that the table has between the first and the last of them.
            MessageTable.CountDelivery(scope.Session, rows[0].Id, rows[^1].Id);
        }
    }
}
