using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Messaging;
using Xunit;

namespace MarginFunctions.Azure.Tests.Messaging;

public sealed class ServiceBusMessageSenderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_message_has_its_id_session_subject_type_and_time()
    {
        var bus = new FakeBus();
        var time = new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

        await new ServiceBusMessageSender(bus.Client).SendAsync(
            [new OutgoingMessage(Entities.LiquidationJobs, "m-1", "A-1", "{}"u8.ToArray(), "job", time, "alpha"), Message(Entities.MarginCalls, "m-2")], None);

        var job = Assert.Single(bus.SentTo(Entities.LiquidationJobs));
        Assert.Equal(("m-1", "A-1", "job", "application/json"), (job.MessageId, job.SessionId, job.Subject, job.ContentType));
        Assert.Equal(time, job.ScheduledEnqueueTime);
        Assert.Equal("{}", job.Body.ToString());
        Assert.Equal("alpha", Assert.Single(job.ApplicationProperties, property => property.Key == "brokerId").Value);
        var call = Assert.Single(bus.SentTo(Entities.MarginCalls));
        Assert.Equal((null, null), (call.SessionId, call.Subject));
        Assert.Equal(default, call.ScheduledEnqueueTime);
        Assert.Empty(call.ApplicationProperties);
    }

    [Fact]
    public async Task Messages_that_do_not_fit_in_a_batch_go_in_the_next_in_order()
    {
        var bus = new FakeBus(batchMessages: 2);

        await new ServiceBusMessageSender(bus.Client).SendAsync([.. Enumerable.Range(1, 5).Select(i => Message(Entities.MarginCalls, $"m-{i}"))], None);

        Assert.Equal([["m-1", "m-2"], ["m-3", "m-4"], ["m-5"]], bus.Batches.Select(batch => batch.Messages.Select(message => message.MessageId)));
    }

    [Fact]
    public async Task Every_entity_has_one_sender_for_good()
    {
        var bus = new FakeBus();
        var sender = new ServiceBusMessageSender(bus.Client);

        await sender.SendAsync([Message(Entities.MarginCalls, "m-1"), Message(Entities.UpdateRejections, "m-2")], None);
        await sender.SendAsync([Message(Entities.MarginCalls, "m-3")], None);

        Assert.Equal(Entities.All.Count, bus.SendersMade);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_message_larger_than_an_empty_batch_is_refused_by_its_id(int sentBefore)
    {
        var bus = new FakeBus(batchBytes: 100);
        OutgoingMessage[] messages =
            [.. Enumerable.Range(0, sentBefore).Select(i => Message(Entities.MarginCalls, $"m-{i}")), Message(Entities.MarginCalls, "large", bytes: 101)];

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => new ServiceBusMessageSender(bus.Client).SendAsync(messages, None));

        Assert.Contains("Message large to margin-calls has 101 bytes, more than a batch of 100 takes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(sentBefore, bus.Batches.Count);
    }

    [Theory]
    [InlineData("no-such-queue", "m-1")]
    [InlineData(Entities.MarginCalls, "")]
    [InlineData(Entities.MarginCalls, null)]
    public async Task What_cannot_be_addressed_is_refused_before_anything_is_sent(string entity, string? id)
    {
        var bus = new FakeBus();

        await Assert.ThrowsAsync<ArgumentException>(
            () => new ServiceBusMessageSender(bus.Client).SendAsync([Message(Entities.MarginCalls, "good"), Message(entity, id!)], None));

        Assert.Empty(bus.Batches);
    }

    [Fact]
    public async Task An_id_longer_than_the_bus_takes_is_refused() => await Assert.ThrowsAsync<ArgumentException>(
        () => new ServiceBusMessageSender(new FakeBus().Client).SendAsync([Message(Entities.MarginCalls, new string('x', 129))], None));

    private static OutgoingMessage Message(string entity, string id, int bytes = 10) => new(entity, id, SessionId: null, new byte[bytes]);
}
