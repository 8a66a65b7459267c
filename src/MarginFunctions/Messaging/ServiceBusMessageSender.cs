using System.Collections.Frozen;
using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Messaging;

/// <summary>Sends messages over Service Bus in batches, an entity's messages in their order.</summary>
/// <remarks>
/// A batch mixes sessions and message ids, which entities with partitioning refuse when they also detect duplicates; ours are not partitioned. A batch arrives whole or not at all.
/// </remarks>
/// <param name="client">The bus.</param>
internal sealed class ServiceBusMessageSender(ServiceBusClient client) : IMessageSender
{
    // A sender opens its link on the first send and keeps it, so there is one an entity.
    private readonly FrozenDictionary<string, ServiceBusSender> senders =
        Entities.All.ToFrozenDictionary(entity => entity, client.CreateSender, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages)
        {
            Check(message);
        }

        foreach (var entity in messages.GroupBy(message => message.Entity, StringComparer.Ordinal))
        {
            await SendAsync(senders[entity.Key], entity, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(ServiceBusSender sender, IEnumerable<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var batch = await sender.CreateMessageBatchAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var message in messages)
            {
                var converted = Convert(message);
                if (batch.TryAddMessage(converted))
                {
                    continue;
                }

                if (batch.Count > 0)
                {
                    await sender.SendMessagesAsync(batch, cancellationToken).ConfigureAwait(false);
                    batch.Dispose();
                    batch = await sender.CreateMessageBatchAsync(cancellationToken).ConfigureAwait(false);
                    if (batch.TryAddMessage(converted))
                    {
                        continue;
                    }
                }

                throw new ArgumentException(
                    $"Message {message.MessageId} to {message.Entity} has {message.Body.Length} bytes, more than a batch of {batch.MaxSizeInBytes} takes.", nameof(messages));
            }

            await sender.SendMessagesAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            batch.Dispose();
        }
    }

    private static ServiceBusMessage Convert(OutgoingMessage message)
    {
        var converted = new ServiceBusMessage(message.Body)
        {
            MessageId = message.MessageId,
            ContentType = "application/json",
            Subject = message.Subject,
        };
        if (message.SessionId is { } session)
        {
            converted.SessionId = session;
        }

        if (message.BrokerId is { Length: > 0 } broker)
        {
            converted.ApplicationProperties[BrokerIds.PropertyName] = broker;
        }

        if (message.ScheduledFor is { } time)
        {
            converted.ScheduledEnqueueTime = time;
        }

        return converted;
    }

    private void Check(OutgoingMessage message)
    {
        if (!senders.ContainsKey(message.Entity))
        {
            throw new ArgumentException($"Message {message.MessageId} is for {message.Entity}, which is no queue or topic of ours.", nameof(message));
        }

        if (message.MessageId is not { Length: > 0 and <= MessageLimits.MessageIdLength })
        {
            throw new ArgumentException($"Message id '{message.MessageId}' to {message.Entity} must have 1 to {MessageLimits.MessageIdLength} characters.", nameof(message));
        }

        if (message.Body.Length > MessageLimits.BodyBytes)
        {
            throw new ArgumentException(
                $"Message {message.MessageId} to {message.Entity} has {message.Body.Length} bytes; {MessageLimits.BodyBytes} is the most.", nameof(message));
        }

        if (string.IsNullOrEmpty(message.SessionId) && Entities.WithSessions.Contains(message.Entity))
        {
            throw new ArgumentException($"Message {message.MessageId} to {message.Entity} needs a session id.", nameof(message));
        }
    }
}
