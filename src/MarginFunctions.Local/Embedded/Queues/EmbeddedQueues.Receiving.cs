namespace MarginFunctions.Local.Embedded.Queues;

/// <content>Receiving.</content>
public sealed partial class EmbeddedQueues
{
    /// <summary>Locks and returns messages of a path without sessions, oldest first; none when there are none now.</summary>
    /// <param name="path">A queue, a subscription, or the dead-letter queue of either.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting, before any is locked.</param>
    public Task<IReadOnlyList<LockedMessage>> ReceiveAsync(string path, int most, CancellationToken cancellationToken)
    {
        var queue = topology.Plain(path);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return RunAsync<IReadOnlyList<LockedMessage>>(queue, (scope, now) => queue.Receive(scope, most, now), cancellationToken);
    }

    /// <summary>Locks the session with the oldest message that no one holds; null when there is none now.</summary>
    public Task<LockedSession?> AcceptNextSessionAsync(string path, CancellationToken cancellationToken)
    {
        var queue = topology.WithSessions(path);
        return RunAsync(queue, (_, now) => queue.Accept(now), cancellationToken);
    }

    /// <summary>The session's next messages, in order; none when there are none now.</summary>
    /// <exception cref="LockLostException">The session's lock is no longer held.</exception>
    public async Task<IReadOnlyList<LockedMessage>> ReceiveAsync(LockedSession session, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var queue = topology.WithSessions(session.Path);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return await RunAsync(queue, (scope, _) => queue.Receive(scope, session, most), cancellationToken) ?? throw new LockLostException(session);
    }

    /// <summary>Gives a session back, and with it its messages that were not settled; one whose lock is no longer held is given back already.</summary>
    public Task ReleaseSessionAsync(LockedSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var queue = topology.WithSessions(session.Path);
        return RunAsync(queue, (scope, _) => queue.Release(scope, session), cancellationToken);
    }

    /// <summary>
    /// Waits until something may be receivable: at once if it is, else when a message is sent or given back, a session is released, a scheduled message is due or a lock runs out.
    /// </summary>
    /// <param name="path">What to receive from.</param>
    /// <param name="atMost">How long to wait by the queues' clock; null for ever.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the time was up.</returns>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    public async Task<bool> WaitAsync(string path, TimeSpan? atMost, CancellationToken cancellationToken)
    {
        var queue = topology.Queue(path);
        var (changed, wait) = await RunAsync(
            queue,
            (_, now) => queue.HasReceivable ? (null, 0) : (queue.Changed(), Math.Max(1, queue.NextInstant() - now)),
            cancellationToken);
        if (changed is null)
        {
            return true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, database.Closing);
        var instant = TimeSpan.FromMilliseconds(Math.Min(wait, int.MaxValue));
        var timesOut = atMost < instant;
        var ended = await Task.WhenAny(changed, Task.Delay(timesOut ? atMost!.Value : instant, time, stop.Token));
        var stopped = stop.IsCancellationRequested;
        await stop.CancelAsync();
        if (stopped)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(EmbeddedDatabase));
        }

        return ended == changed || !timesOut;
    }
}
