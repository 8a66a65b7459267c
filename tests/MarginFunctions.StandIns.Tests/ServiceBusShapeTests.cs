using Azure.Messaging.ServiceBus;
using Moq;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class ServiceBusShapeTests
{
    private const string ConnectionString = "Endpoint=sb://margin.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=a2V5";

    [Fact]
    public async Task A_mocked_sender_takes_messages_one_by_one_and_in_batches()
    {
        var stored = new List<ServiceBusMessage>();
        var sender = new Mock<ServiceBusSender>();
        sender.SetupGet(s => s.EntityPath).Returns("shard-work");
        sender.Setup(s => s.CreateMessageBatchAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(ServiceBusModelFactory.ServiceBusMessageBatch(10, stored, tryAddCallback: _ => stored.Count < 2));
        var client = new Mock<ServiceBusClient>();
        client.Setup(c => c.CreateSender("shard-work")).Returns(sender.Object);

        await using var used = client.Object.CreateSender("shard-work");
        await used.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "1", SessionId = "7" });
        using var batch = await used.CreateMessageBatchAsync();
        var added = Enumerable.Range(0, 3).Select(_ => batch.TryAddMessage(new ServiceBusMessage("y"))).ToList();
        await used.SendMessagesAsync(batch);

        Assert.Equal([true, true, false], added);
        Assert.Equal(2, batch.Count);
        sender.Verify(s => s.SendMessageAsync(It.Is<ServiceBusMessage>(m => m.MessageId == "1" && m.SessionId == "7"), default));
        sender.Verify(s => s.SendMessagesAsync(batch, default));
    }

    [Fact]
    public async Task What_needs_a_broker_says_that_this_is_the_stand_in()
    {
        await using var client = new ServiceBusClient(ConnectionString);
        await using var sender = client.CreateSender("margin-calls");

        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal("margin.servicebus.windows.net", client.FullyQualifiedNamespace);
        Assert.Equal("margin-calls", sender.EntityPath);
        Assert.Contains("stand-in", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_received_message_has_what_the_factory_was_given()
    {
        var enqueued = new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);
        var token = Guid.Parse("7f2b1f9e-6d0e-4a55-9b7e-0b8f3d4e5a6b");

        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("{}"),
            messageId: "m",
            sessionId: "7",
            timeToLive: TimeSpan.FromHours(1),
            properties: new Dictionary<string, object> { ["kind"] = "sweep" },
            lockTokenGuid: token,
            deliveryCount: 2,
            enqueuedTime: enqueued);

        Assert.Equal(("{}", "m", "7"), (message.Body.ToString(), message.MessageId, message.SessionId));
        Assert.Equal((2, -1L), (message.DeliveryCount, message.SequenceNumber));
        Assert.Equal(token.ToString(), message.LockToken);
        Assert.Equal(enqueued.AddHours(1), message.ExpiresAt);
        Assert.Equal("sweep", message.ApplicationProperties["kind"]);
        Assert.Null(message.DeadLetterReason);
        Assert.Equal("m", new ServiceBusMessage(message).MessageId);
    }

    [Fact]
    public void An_id_over_128_characters_is_refused()
    {
        var message = new ServiceBusMessage();

        Assert.Throws<ArgumentOutOfRangeException>(() => message.MessageId = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.SessionId = new string('x', 129));
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceBusy, true)]
    [InlineData(ServiceBusFailureReason.ServiceTimeout, true)]
    [InlineData(ServiceBusFailureReason.MessageLockLost, false)]
    public void A_failure_knows_whether_trying_again_helps(ServiceBusFailureReason reason, bool transient)
    {
        var failure = new ServiceBusException("no", reason, "shard-work");

        Assert.Equal(transient, failure.IsTransient);
        Assert.Contains(reason.ToString(), failure.Message, StringComparison.Ordinal);
    }
}
