using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Settles one request to the insurance fund. A fund is a session, so its requests are settled in order and by one worker at a time.</summary>
/// <param name="format">Reads the request.</param>
/// <param name="processor">Settles it.</param>
public sealed class SettleCoverage(CoverageRequestFormat format, FundProcessor processor)
{
    /// <summary>What messages that are no requests are dead-lettered for.</summary>
    public const string MalformedReason = "MalformedRequest";

    /// <summary>Takes one message. A throw makes the host abandon it, for the bus to deliver it again or to dead-letter it after the last try.</summary>
    [Function(nameof(SettleCoverage))]
    public async Task RunAsync(
        [ServiceBusTrigger(Entities.CoverageRequests, Connection = Settings.ServiceBus, IsSessionsEnabled = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(actions);
        if (format.Read(message.Body.ToMemory(), out var request) is { Count: > 0 } problems)
        {
            await actions.DeadLetterAsync(message, MalformedReason, problems).ConfigureAwait(false);
            return;
        }

        await processor.SettleAsync(request!, cancellationToken).ConfigureAwait(false);
        await actions.CompleteMessageAsync(message, CancellationToken.None).ConfigureAwait(false);
    }
}
