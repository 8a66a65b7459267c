using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Prices;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Accepts prices and wakes the shards whose bands a mark has left.</summary>
/// <param name="ingestor">Does the work.</param>
/// <param name="settlement">Settles the batch.</param>
public sealed class IngestPrices(PriceIngestor ingestor, BatchSettlement settlement)
{
    /// <summary>Takes a batch.</summary>
    [Function(nameof(IngestPrices))]
    public Task RunAsync(
        [ServiceBusTrigger(Entities.PriceUpdates, Connection = Settings.ServiceBus, IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        settlement.RunAsync(messages, actions, ingestor.IngestAsync, cancellationToken);
}
