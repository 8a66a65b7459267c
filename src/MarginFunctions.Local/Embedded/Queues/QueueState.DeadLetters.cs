using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <content>Giving messages up.</content>
internal abstract partial class QueueState
{
    /// <summary>
    /// So many deaths of the process weigh as one failed delivery. A death ends every delivery under way, and few of those messages, mostly none, have caused it; but one that does
    /// must not kill the process for ever.
    /// </summary>
    internal const int DeathsAFailure = 10;

    private const string DeliveredTooOften = "MaxDeliveryCountExceeded";

    /// <summary>Gives up a message under which the process has died too often.</summary>
    /// <returns>Whether it has.</returns>
    protected bool DeadLetterIfDeadly(WriteScope scope, in MessageRow row)
    {
        var deaths = row.Deliveries - row.Failures;
        if (deaths / DeathsAFailure < maxDeliveryCount)
        {
            return false;
        }

        MoveToDeadLetters(scope, row.Id, DeliveredTooOften, $"The process died {deaths} times before it was completed.");
        return true;
    }

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
