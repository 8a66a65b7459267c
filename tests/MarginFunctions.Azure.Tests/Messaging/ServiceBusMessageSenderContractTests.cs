using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Messaging;
using MarginFunctions.PortContracts;

namespace MarginFunctions.Azure.Tests.Messaging;

public sealed class ServiceBusMessageSenderContractTests : MessageSenderContract
{
    private readonly FakeBus _bus = new();

    protected override Task<IMessageSender> CreateAsync() => Task.FromResult<IMessageSender>(new ServiceBusMessageSender(_bus.Client));

    protected override Task<IReadOnlyList<OutgoingMessage>> ReadSentAsync(string entity) => Task.FromResult<IReadOnlyList<OutgoingMessage>>(
        [.. _bus.SentTo(entity).Select(message => new OutgoingMessage(entity, message.MessageId, message.SessionId, message.Body.ToMemory(), message.Subject))]);
}
