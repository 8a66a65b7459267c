using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Sends brokers' liquidation fills to their shards.</summary>
/// <param name="router">Does the work.</param>
/// <param name="settlement">Settles the batch.</param>
public sealed class RouteLiquidationFills(HoldingsRouter router, BatchSettlement settlement)
{
    /// <summary>Takes a batch.</summary>
    [Function(nameof(RouteLiquidationFills))]
    public Task RunAsync(
        [ServiceBusTrigger(Entities.LiquidationFills, Connection = Settings.ServiceBus, IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        settlement.RunAsync(messages, actions, router.RouteFillsAsync, cancellationToken);
}
