using Azure.Messaging.ServiceBus;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Functions;

public sealed class BatchSettlementTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Mock<ServiceBusMessageActions> _actions = new();
    private readonly BatchSettlement _settlement = new(NullLogger<BatchSettlement>.Instance);
    private readonly ServiceBusReceivedMessage[] _messages = [.. Enumerable.Range(1, 3).Select(i => Received.Message($"m-{i}", new byte[] { (byte)i }))];

    [Fact]
    public async Task The_handler_gets_the_whole_batch_in_order()
    {
        IReadOnlyList<IncomingMessage>? handled = null;

        await _settlement.RunAsync(_messages, _actions.Object, (batch, _) => Task.FromResult(handled = batch), None);

        Assert.Equal([("m-1", 1), ("m-2", 2), ("m-3", 3)], handled!.Select(message => (message.MessageId, (int)message.Body.Span[0])));
    }

    [Fact]
    public async Task A_message_without_an_id_is_known_by_its_number()
    {
        IReadOnlyList<IncomingMessage>? handled = null;

        await _settlement.RunAsync([Received.Message(id: null, sequenceNumber: 42)], _actions.Object, (batch, _) => Task.FromResult(handled = batch), None);

        Assert.Equal("#42", Assert.Single(handled!).MessageId);
    }

    [Theory]
    [InlineData("alpha", "alpha", "brokerId")]
    [InlineData("alpha", "alpha", "BROKERID")]
    [InlineData(null, "alpha")]
    [InlineData("", 7, "brokerId")]
    [InlineData("", "alpha", "brokerId", "BrokerID")]
    public async Task The_broker_is_the_property_that_its_ingress_topic_wrote(string? broker, object value, params string[] names)
    {
        IReadOnlyList<IncomingMessage>? handled = null;
        var message = Received.Message("m-1", properties: names.ToDictionary(name => name, _ => value));

        await _settlement.RunAsync([message], _actions.Object, (batch, _) => Task.FromResult(handled = batch), None);

        Assert.Equal(broker, Assert.Single(handled!).BrokerId);
    }

    [Fact]
    public async Task Success_completes_each_message_and_nothing_before_it()
    {
        var done = false;
        _actions.Setup(a => a.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()))
            .Callback(() => Assert.True(done))
            .Returns(Task.CompletedTask);

        await _settlement.RunAsync(_messages, _actions.Object, async (_, _) => { await Task.Yield(); done = true; }, None);

        Assert.All(_messages, _actions.VerifyCompleted);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_failure_abandons_each_message_and_is_logged_and_does_not_reach_the_host()
    {
        var logger = new Mock<ILogger<BatchSettlement>>();
        var failure = new InvalidOperationException("the bus is down");

        await new BatchSettlement(logger.Object).RunAsync(_messages, _actions.Object, (_, _) => throw failure, None);

        Assert.All(_messages, _actions.VerifyAbandoned);
        _actions.VerifyNoOtherCalls();
        Assert.Same(failure, Assert.Single(logger.Invocations, call => call.Method.Name == nameof(ILogger.Log)).Arguments[3]);
    }

    [Fact]
    public async Task A_lost_lock_on_one_message_does_not_affect_the_others()
    {
        _actions.Setup(a => a.CompleteMessageAsync(_messages[0], It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServiceBusException("gone", ServiceBusFailureReason.MessageLockLost));
        _actions.Setup(a => a.CompleteMessageAsync(_messages[1], It.IsAny<CancellationToken>())).Throws(new IOException("the host's channel, before it answers"));

        await _settlement.RunAsync(_messages, _actions.Object, (_, _) => Task.CompletedTask, None);

        Assert.All(_messages, _actions.VerifyCompleted);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_lost_lock_while_abandoning_does_not_affect_the_others()
    {
        _actions.Setup(a => a.AbandonMessageAsync(_messages[0], It.IsAny<IDictionary<string, object>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServiceBusException("gone", ServiceBusFailureReason.MessageLockLost));

        await _settlement.RunAsync(_messages, _actions.Object, (_, _) => throw new IOException(), None);

        Assert.All(_messages, _actions.VerifyAbandoned);
    }

    [Fact]
    public async Task A_host_that_stops_gets_the_messages_back_at_once()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await _settlement.RunAsync(_messages, _actions.Object, (_, token) => Task.FromCanceled(token), stopping.Token);

        Assert.All(_messages, _actions.VerifyAbandoned);
    }
}
