using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Notifications;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Functions;

/// <summary>Settles a notification by what became of it: completed, or a dead letter with its reason.</summary>
/// <param name="logger">Where it is told what was given up.</param>
public sealed class NotificationSettlement(ILogger<NotificationSettlement> logger)
{
    /// <summary>Handles one message. A throw makes the host abandon it, for the bus to deliver it again or to dead-letter it after the last try.</summary>
    /// <param name="message">The message.</param>
    /// <param name="actions">The host's way to settle.</param>
    /// <param name="handle">Does the work.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    public async Task RunAsync(
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        Func<ReadOnlyMemory<byte>, CancellationToken, Task<NotificationOutcome>> handle,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(handle);
        var outcome = await handle(message.Body.ToMemory(), cancellationToken).ConfigureAwait(false);
        if (outcome.DeadLetterReason is { } reason)
        {
            logger.LogWarning("Notification {MessageId} is a dead letter: {Reason}", message.MessageId, reason);
            await actions.DeadLetterMessageAsync(message, null, reason, outcome.Description, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        await actions.CompleteMessageAsync(message, CancellationToken.None).ConfigureAwait(false);
    }
}
