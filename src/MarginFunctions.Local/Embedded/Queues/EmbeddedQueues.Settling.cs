namespace MarginFunctions.Local.Embedded.Queues;

/// <content>Settling.</content>
public sealed partial class EmbeddedQueues
{
    /// <summary>Removes messages for good, in one write.</summary>
    /// <exception cref="LockLostException">Some locks were no longer held; the exception names those messages, and the others have been removed.</exception>
    public async Task CompleteAsync(IReadOnlyList<LockedMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var groups = messages.GroupBy(message => message.Path).Select(group => (Queue: topology.Queue(group.Key), Messages: group)).ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        var lost = await database.WriteAsync(
            scope =>
            {
                var now = Now();
                var losses = new List<LockedMessage>();
                foreach (var (queue, held) in groups)
                {
                    queue.Begin(scope, now);
                    losses.AddRange(queue.Complete(scope, held));
                }

                return losses;
            },
            cancellationToken);
        if (lost.Count > 0)
        {
            throw new LockLostException(lost);
        }
    }

    /// <summary>Gives a message back, to be delivered again at once, or dead-letters it when this was its last delivery.</summary>
    /// <exception cref="LockLostException">The lock is no longer held.</exception>
    public async Task AbandonAsync(LockedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var queue = topology.Queue(message.Path);
        ThrowIfLost(message, await RunAsync(queue, (scope, _) => queue.Abandon(scope, message), cancellationToken));
    }

    /// <summary>Moves a message to its dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why, as a name.</param>
    /// <param name="description">Why, in words.</param>
    /// <param name="cancellationToken">Stops waiting, before it is moved.</param>
    /// <exception cref="LockLostException">The lock is no longer held.</exception>
    /// <exception cref="ArgumentException">The message is a dead letter already.</exception>
    public async Task DeadLetterAsync(LockedMessage message, string reason, string? description, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reason);
        var queue = topology.Queue(message.Path);
        if (queue.DeadLetters is null)
        {
            throw new ArgumentException($"Message {message.MessageId} is a dead letter already; complete or abandon it.", nameof(message));
        }

        ThrowIfLost(message, await RunAsync(queue, (scope, _) => queue.DeadLetter(scope, message, reason, description), cancellationToken));
    }

    /// <summary>Prolongs a message's lock by its entity's lock duration from now; a message of a session prolongs the session's.</summary>
    /// <returns>Its new end.</returns>
    /// <exception cref="LockLostException">The lock is no longer held.</exception>
    public async Task<DateTimeOffset> RenewAsync(LockedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var queue = topology.Queue(message.Path);
        var until = await RunAsync(queue, (_, now) => queue.Renew(message, now), cancellationToken);
        ThrowIfLost(message, until is not null);
        return DateTimeOffset.FromUnixTimeMilliseconds(until!.Value);
    }

    /// <summary>Prolongs a session's lock, and those of its messages, by the lock duration from now.</summary>
    /// <returns>Its new end.</returns>
    /// <exception cref="LockLostException">The lock is no longer held.</exception>
    public async Task<DateTimeOffset> RenewAsync(LockedSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var queue = topology.WithSessions(session.Path);
        var until = await RunAsync(queue, (_, now) => queue.Renew(session, now), cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(until ?? throw new LockLostException(session));
    }

    private static void ThrowIfLost(LockedMessage message, bool held)
    {
        if (!held)
        {
            throw new LockLostException([message]);
        }
    }
}
