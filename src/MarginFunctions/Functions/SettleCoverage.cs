using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Functions;

/// <summary>
/// Settles requests to the insurance fund. A fund is a session, so its requests are settled in order and by one worker at a time. Those that wait are settled together: the accounts are read, and a loss is shared, once for all of them.
/// </summary>
/// <param name="format">Reads requests.</param>
/// <param name="processor">Settles them.</param>
/// <param name="settlement">Settles their messages.</param>
/// <param name="logger">Where failures are told.</param>
public sealed class SettleCoverage(CoverageRequestFormat format, FundProcessor processor, BatchSettlement settlement, ILogger<SettleCoverage> logger)
{
    /// <summary>What messages that are no requests are dead-lettered for.</summary>
    public const string MalformedReason = "MalformedRequest";

    /// <summary>Takes a batch of one fund.</summary>
    [Function(nameof(SettleCoverage))]
    public async Task RunAsync(
        [ServiceBusTrigger(Entities.CoverageRequests, Connection = Settings.ServiceBus, IsSessionsEnabled = true, IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(actions);
        var read = new List<(ServiceBusReceivedMessage Message, CoverageRequest Request)>(messages.Length);
        foreach (var message in messages)
        {
            if (format.Read(message.Body.ToMemory(), out var request) is { Count: > 0 } problems)
            {
                await actions.DeadLetterAsync(message, MalformedReason, problems).ConfigureAwait(false);
            }
            else
            {
                read.Add((message, request!));
            }
        }

        if (await TrySettleAsync(read.ConvertAll(r => r.Request), cancellationToken).ConfigureAwait(false))
        {
            await settlement.RunAsync(read.ConvertAll(r => r.Message), actions, (_, _) => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
            return;
        }

        // One that cannot be settled holds up none of the others.
        foreach (var (message, request) in read)
        {
            await settlement.RunAsync([message], actions, (_, token) => processor.SettleAsync([request], token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TrySettleAsync(List<CoverageRequest> requests, CancellationToken cancellationToken)
    {
        try
        {
            await processor.SettleAsync(requests, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Count} requests to the insurance fund failed together and are settled one by one", requests.Count);
            return false;
        }
    }
}
