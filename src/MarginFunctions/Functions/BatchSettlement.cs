using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Functions;

/// <summary>
/// Settles a batch message by message. The trigger returns normally whatever happens: a throw would make the host abandon messages that are settled already.
/// </summary>
/// <param name="logger">Where failures are told.</param>
public sealed class BatchSettlement(ILogger<BatchSettlement> logger)
{
    /// <summary>Handles a batch; completes each message on success, and abandons each when the handler throws, for the bus to deliver it again or to dead-letter it after the last try.</summary>
    /// <param name="messages">The batch.</param>
    /// <param name="actions">The host's way to settle.</param>
    /// <param name="handle">Does the work; doing it twice must change nothing, as a lock may be lost after it.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    public async Task RunAsync(
        IReadOnlyList<ServiceBusReceivedMessage> messages,
        ServiceBusMessageActions actions,
        Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> handle,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(handle);

        // Settling is not cancelled: what is left unsettled waits for its lock to run out.
        Func<ServiceBusReceivedMessage, Task> settle = message => actions.CompleteMessageAsync(message, CancellationToken.None);
        try
        {
            await handle([.. messages.Select(Read)], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "A batch of {Count} messages failed and will be delivered again", messages.Count);
            settle = message => actions.AbandonMessageAsync(message, propertiesToModify: null, CancellationToken.None);
        }

        await Task.WhenAll(messages.Select(message => SettleAsync(message, settle))).ConfigureAwait(false);
    }

    // A sender need not give an id; the bus numbers every message.
    private static IncomingMessage Read(ServiceBusReceivedMessage message) =>
        new(message.MessageId ?? $"#{message.SequenceNumber}", message.Body.ToMemory(), BrokerOf(message));

    // The bus may keep a sender's spelling of a name that the ingress topic overwrites, so case counts for nothing. A property that is no text, or is there twice, is no broker's id, and no account begins with it.
    private static string? BrokerOf(ServiceBusReceivedMessage message)
    {
        var brokers = message.ApplicationProperties.Where(p => p.Key.Equals(BrokerIds.PropertyName, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).ToList();
        return brokers switch
        {
            [] => null,
            [string broker] => broker,
            _ => "",
        };
    }

    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<ServiceBusReceivedMessage, Task> settle)
    {
        try
        {
            await settle(message).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Most often the lock was lost. The bus delivers the message again, which is harmless; the others are settled all the same.
            logger.LogWarning(failure, "Message {MessageId} could not be settled and will be delivered again", message.MessageId);
        }
    }
}
