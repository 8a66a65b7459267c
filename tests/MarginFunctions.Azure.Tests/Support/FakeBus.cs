using Azure.Messaging.ServiceBus;
using Moq;

namespace MarginFunctions.Azure.Tests.Support;

/// <summary>A bus of mocks: batches take so many messages or bytes as a test says, and what is sent is kept, batch by batch.</summary>
internal sealed class FakeBus
{
    private readonly Mock<ServiceBusClient> _client = new();

    public FakeBus(int batchMessages = int.MaxValue, int batchBytes = 256 * 1024)
    {
        _client.Setup(client => client.CreateSender(It.IsAny<string>())).Returns((string entity) => CreateSender(entity, batchMessages, batchBytes));
    }

    public ServiceBusClient Client => _client.Object;

    /// <summary>In the order of sending.</summary>
    public List<(string Entity, IReadOnlyList<ServiceBusMessage> Messages)> Batches { get; } = [];

    public int SendersMade { get; private set; }

    public IEnumerable<ServiceBusMessage> SentTo(string entity) => Batches.Where(batch => batch.Entity == entity).SelectMany(batch => batch.Messages);

    private ServiceBusSender CreateSender(string entity, int batchMessages, int batchBytes)
    {
        SendersMade++;
        var kept = new Dictionary<ServiceBusMessageBatch, List<ServiceBusMessage>>();
        var sender = new Mock<ServiceBusSender>();
        sender.Setup(s => s.CreateMessageBatchAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            var messages = new List<ServiceBusMessage>();
            var batch = ServiceBusModelFactory.ServiceBusMessageBatch(
                0,
                messages,
                new CreateMessageBatchOptions { MaxSizeInBytes = batchBytes },
                next => messages.Count < batchMessages && messages.Append(next).Sum(message => message.Body.ToMemory().Length) <= batchBytes);
            kept.Add(batch, messages);
            return ValueTask.FromResult(batch);
        });
        sender.Setup(s => s.SendMessagesAsync(It.IsAny<ServiceBusMessageBatch>(), It.IsAny<CancellationToken>()))
            .Callback((ServiceBusMessageBatch batch, CancellationToken _) => Batches.Add((entity, [.. kept[batch]])))
            .Returns(Task.CompletedTask);
        return sender.Object;
    }
}
