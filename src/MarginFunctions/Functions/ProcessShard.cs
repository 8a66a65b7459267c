using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Does one piece of work for one shard. A shard is a session, so its work is done in order and by one worker at a time.</summary>
/// <param name="format">Reads the work.</param>
/// <param name="processor">Does it.</param>
public sealed class ProcessShard(ShardWorkFormat format, ShardProcessor processor)
{
    /// <summary>What messages that are not work are dead-lettered for.</summary>
    public const string MalformedReason = "MalformedWork";

    /// <summary>Takes one message. A throw makes the host abandon it, for the bus to deliver it again or to dead-letter it after the last try.</summary>
    [Function(nameof(ProcessShard))]
    public async Task RunAsync(
        [ServiceBusTrigger(Entities.ShardWork, Connection = Settings.ServiceBus, IsSessionsEnabled = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(actions);
        if (format.Read(message.Body.ToMemory(), out var work) is { Count: > 0 } problems)
        {
            await actions.DeadLetterAsync(message, MalformedReason, problems).ConfigureAwait(false);
            return;
        }

        await processor.ProcessAsync(work!, cancellationToken).ConfigureAwait(false);
        await actions.CompleteMessageAsync(message, CancellationToken.None).ConfigureAwait(false);
    }
}
