using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Tries notifications again that failed. Apart from <see cref="NotifyCustomers"/>, so that receivers that are in trouble take no place of those that are not.</summary>
/// <param name="notifier">Does the work.</param>
/// <param name="settlement">Settles the message.</param>
public sealed class RetryNotifications(Notifier notifier, NotificationSettlement settlement)
{
    /// <summary>Takes one message.</summary>
    [Function(nameof(RetryNotifications))]
    public Task RunAsync(
        [ServiceBusTrigger(Entities.NotificationRetries, Connection = Settings.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        settlement.RunAsync(message, actions, notifier.RetryAsync, cancellationToken);
}
