using MarginFunctions.Engine.Notifications;
using MarginFunctions.Local.Embedded.Queues;

namespace MarginFunctions.Local.Hosting;

/// <summary>One message of notifications: receive, handle, settle.</summary>
internal static class NotificationStep
{
    /// <returns>What became of it; null when there was none.</returns>
    public static async Task<NotificationOutcome?> RunAsync(
        EmbeddedQueues queues, string path, Func<ReadOnlyMemory<byte>, CancellationToken, Task<NotificationOutcome>> handle, CancellationToken cancellationToken)
    {
        if (await queues.ReceiveAsync(path, 1, cancellationToken) is not [var message])
        {
            return null;
        }

        NotificationOutcome outcome;
        try
        {
            outcome = await handle(message.Body, cancellationToken);
        }
        catch
        {
            // Given back at once, and when the server stops as well: the next start need not wait for a lock.
            await queues.AbandonAsync(message, CancellationToken.None);
            throw;
        }

        if (outcome.DeadLetterReason is { } reason)
        {
            await queues.DeadLetterAsync(message, reason, outcome.Description, cancellationToken);
        }
        else
        {
            await queues.CompleteAsync([message], cancellationToken);
        }

        return outcome;
    }
}
