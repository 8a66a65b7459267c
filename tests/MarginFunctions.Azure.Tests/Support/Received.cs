using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Moq;

namespace MarginFunctions.Azure.Tests.Support;

/// <summary>Messages as the host hands them to a trigger.</summary>
internal static class Received
{
    public static ServiceBusReceivedMessage Message(string? id, ReadOnlyMemory<byte> body = default, long sequenceNumber = 1, IDictionary<string, object>? properties = null) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromBytes(body), messageId: id, sequenceNumber: sequenceNumber, lockTokenGuid: Guid.NewGuid(), properties: properties);

    public static void VerifyCompleted(this Mock<ServiceBusMessageActions> actions, ServiceBusReceivedMessage message) =>
        actions.Verify(a => a.CompleteMessageAsync(message, CancellationToken.None), Times.Once);

    public static void VerifyAbandoned(this Mock<ServiceBusMessageActions> actions, ServiceBusReceivedMessage message) =>
        actions.Verify(a => a.AbandonMessageAsync(message, null, CancellationToken.None), Times.Once);
}
