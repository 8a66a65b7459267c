using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Tells customers of margin calls. One message at a time and several side by side, not a batch: a batch would end with its slowest receiver, and the next would wait for it.</summary>
/// <param name="notifier">Does the work.</param>
/// <param name="settlement">Settles the message.</param>
public sealed class NotifyCustomers(Notifier notifier, NotificationSettlement settlement)
{
    /// <summary>Takes one message.</summary>
    [Function(nameof(NotifyCustomers))]
    public Task RunAsync(
        [ServiceBusTrigger(Entities.MarginCalls, Entities.Notifications, Connection = Settings.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        settlement.RunAsync(message, actions, notifier.NotifyAsync, cancellationToken);
}
