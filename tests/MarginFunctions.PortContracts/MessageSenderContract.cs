using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IMessageSender"/> guarantees without a receiver's help.</summary>
public abstract class MessageSenderContract : PortContract<IMessageSender>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Messages_arrive_as_they_were_sent_each_at_its_entity()
    {
        OutgoingMessage[] messages =
        [
            new(Entities.PriceUpdates, "p-1", null, Bytes(10)),
            new(Entities.ShardWork, "w-1", "0007", Bytes(20), "chunk"),
            new(Entities.PriceUpdates, "p-2", null, Bytes(30)),
        ];

        await Port.SendAsync(messages, None);

        await AssertSentAsync(Entities.PriceUpdates, messages[0], messages[2]);
        await AssertSentAsync(Entities.ShardWork, messages[1]);
    }

    [Fact]
    public async Task Nothing_to_send_is_no_error() => await Port.SendAsync([], None);

    [Fact]
    public async Task A_body_at_the_limit_is_sent()
    {
        var message = new OutgoingMessage(Entities.PriceUpdates, "p-1", null, Bytes(MessageLimits.BodyBytes));

        await Port.SendAsync([message], None);

        await AssertSentAsync(Entities.PriceUpdates, message);
    }

    [Fact]
    public Task A_body_above_the_limit_is_refused_naming_the_message() =>
        AssertRefusedAsync(new OutgoingMessage(Entities.PriceUpdates, "p-77", null, Bytes(MessageLimits.BodyBytes + 1)), "p-77");

    [Fact]
    public Task A_message_without_the_session_its_entity_requires_is_refused_naming_it() =>
        AssertRefusedAsync(new OutgoingMessage(Entities.ShardWork, "w-77", null, Bytes(1)), "w-77");

    /// <summary>The bodies, ids, sessions and subjects that arrived at a queue, in order.</summary>
    protected abstract Task<IReadOnlyList<OutgoingMessage>> ReadSentAsync(string entity);

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(' ' + (i % 90)))];

    private async Task AssertRefusedAsync(OutgoingMessage message, string named)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.SendAsync([message], None));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        await AssertSentAsync(message.Entity);
    }

    private async Task AssertSentAsync(string entity, params OutgoingMessage[] expected)
    {
        var sent = await ReadSentAsync(entity);
        Assert.Equal(expected.Select(Facts), sent.Select(Facts));
        Assert.All(expected.Zip(sent), pair => Assert.True(pair.First.Body.Span.SequenceEqual(pair.Second.Body.Span)));
    }

    private static (string, string?, string?) Facts(OutgoingMessage message) => (message.MessageId, message.SessionId, message.Subject);
}
