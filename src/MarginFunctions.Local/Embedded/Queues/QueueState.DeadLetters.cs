using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <content>Giving messages up.</content>
internal abstract partial class QueueState
{
    /// <summary>Gives up a message that was delivered too often before a crash.</summary>
    /// <returns>Whether it was.</returns>
    protected bool DeadLetterIfSpent(WriteScope scope, in MessageRow row)
    {
        if (row.Deliveries < maxDeliveryCount)
        {
            return false;
        }

        DeadLetterSpent(scope, row.Id);
        return true;
    }

    private void DeadLetterSpent(WriteScope scope, long id) => MoveToDeadLetters(
        scope, id, "MaxDeliveryCountExceeded", $"Delivered {maxDeliveryCount} times and not completed.");

    private void DeadLetterExpired(WriteScope scope, long now)
    {
        var expired = new List<(long Id, string? Session)>();
        nextExpiry = long.MaxValue;
        using (var select = scope.Use("SELECT id, enqueued, session FROM message WHERE id >= ?1 AND id < ?2 ORDER BY id"))
        {
            select.Bind(1, First).Bind(2, End);
            while (nextExpiry == long.MaxValue && select.Read())
            {
                if (locks.ContainsKey(select.Int64(0)))
                {
                    continue;
                }

                if (select.Int64(1) + timeToLive <= now)
                {
                    expired.Add((select.Int64(0), select.TextOrNull(2)));
                }
                else
                {
                    nextExpiry = select.Int64(1) + timeToLive;
                }
            }
        }

        foreach (var (id, session) in expired)
        {
            Forget(id, session);
            MoveToDeadLetters(scope, id, "TTLExpiredException", "The message expired before it was completed.");
        }
    }

    private void MoveToDeadLetters(WriteScope scope, long id, string reason, string? description)
    {
        var target = DeadLetters ?? throw new InvalidOperationException($"{Path} is a dead-letter queue; its messages can be completed or abandoned only.");
        scope.Touch(target);
        var newId = target.NextId(scope.Session);
        MessageTable.Move(scope.Session, id, newId, reason, description);
        Stored--;
        target.Stored++;
        target.MakeReady(newId, null, isNew: true);
        target.Announce(scope);
    }
}
