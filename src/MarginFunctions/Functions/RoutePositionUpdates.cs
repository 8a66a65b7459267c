using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Sends brokers' position updates to their shards.</summary>
/// <param name="router">Does the work.</param>
/// <param name="settlement">Settles the batch.</param>
public sealed class RoutePositionUpdates(HoldingsRouter router, BatchSettlement settlement)
{
    /// <summary>Takes a batch.</summary>
    [Function(nameof(RoutePositionUpdates))]
    public Task RunAsync(
        [ServiceBusTrigger(Entities.PositionUpdates, Connection = Settings.ServiceBus, IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        settlement.RunAsync(messages, actions, router.RouteUpdatesAsync, cancellationToken);
}
