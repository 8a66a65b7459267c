using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class SendingTests : QueueTests
{
    [Fact]
    public async Task The_same_id_sent_again_within_the_window_is_dropped_even_after_completion_and_restart()
    {
        await SendAsync(Plain, "m-1", "m-1");
        await Queues.CompleteAsync(await ReceiveAsync(Plain), None);
        Time.Advance(DuplicateWindow - TimeSpan.FromSeconds(1));
        await RestartAsync();

        await SendAsync(Plain, "m-1", "m-2");

        Assert.Equal(["m-2"], Ids(await ReceiveAsync(Plain)));
    }

    [Fact]
    public async Task The_same_id_sent_after_the_window_is_a_new_message()
    {
        await SendAsync(Plain, "m-1");
        Time.Advance(DuplicateWindow);
        await SendAsync(Plain, "m-1");
        await SendAsync(Plain, "m-1");

        Assert.Equal(["m-1", "m-1"], Ids(await ReceiveAsync(Plain)));
    }

    [Fact]
    public async Task The_window_is_counted_from_the_message_that_was_taken()
    {
        await SendAsync(Plain, "m-1");
        Time.Advance(DuplicateWindow / 2);
        await SendAsync(Plain, "m-1");
        Time.Advance(DuplicateWindow / 2);
        await SendAsync(Plain, "m-1");

        Assert.Equal(2, (await ReceiveAsync(Plain)).Count);
    }

    [Fact]
    public async Task The_same_id_at_another_entity_is_another_message()
    {
        await SendAsync(Plain, "m-1");
        await SendToSessionAsync("A", "m-1");

        Assert.Single(await ReceiveAsync(Plain));
        Assert.NotNull(await AcceptAsync());
    }

    [Fact]
    public async Task A_topic_copies_to_each_subscription_and_drops_duplicates_once_for_all()
    {
        await SendAsync(Topic, "m-1", "m-2", "m-1");

        Assert.Equal(["m-1", "m-2"], Ids(await ReceiveAsync(First)));
        await Queues.CompleteAsync(await ReceiveAsync(Second), None);
        Assert.Equal(0, (await Queues.CountAsync(Second, None)).Active + (await Queues.CountAsync(Second, None)).Locked);
        Assert.Equal(2, (await Queues.CountAsync(First, None)).Locked);
    }

    [Fact]
    public async Task A_topic_itself_cannot_be_received_from()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ReceiveAsync(Topic));

        Assert.Contains(First, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_message_appears_when_it_is_due_behind_those_that_were_there()
    {
        await Queues.SendAsync([Message(Plain, "later") with { ScheduledFor = Time.GetUtcNow().AddMinutes(5), Subject = "s" }, Message(Plain, "now")], None);
        Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, (await Queues.CountAsync(Plain, None)).Scheduled);
        await RestartAsync();

        Time.Advance(TimeSpan.FromMilliseconds(1));

        var messages = await ReceiveAsync(Plain);
        Assert.Equal(["now", "later"], Ids(messages));
        Assert.Equal("s", messages[1].Subject);
        Assert.Equal(Time.GetUtcNow(), messages[1].EnqueuedAt);
        Assert.Equal("body of later"u8, messages[1].Body.Span);
    }

    [Fact]
    public async Task A_message_scheduled_for_the_past_appears_at_once()
    {
        await Queues.SendAsync([Message(Plain, "m-1") with { ScheduledFor = Time.GetUtcNow().AddMinutes(-5) }], None);

        Assert.Single(await ReceiveAsync(Plain));
    }

    [Fact]
    public async Task An_unknown_entity_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync("no-such-queue", "m-1"));

        Assert.Contains("no-such-queue", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(MessageLimits.MessageIdLength + 1)]
    public async Task An_id_that_is_empty_or_too_long_is_refused(int length) =>
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(Plain, new string('x', length)));

    [Fact]
    public async Task An_id_of_the_longest_length_in_any_script_is_sent()
    {
        var id = new string('語', MessageLimits.MessageIdLength);
        await SendAsync(Plain, id);

        Assert.Equal(id, (await ReceiveOneAsync(Plain)).MessageId);
    }

    [Fact]
    public async Task Nothing_of_a_call_with_a_refused_message_is_sent()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Queues.SendAsync([Message(Plain, "good"), Message(Sessions, "no session")], None));

        Assert.Empty(await ReceiveAsync(Plain));
        await SendAsync(Plain, "good");
        Assert.Single(await ReceiveAsync(Plain));
    }

    [Fact]
    public async Task An_empty_body_is_a_body()
    {
        await Queues.SendAsync([new OutgoingMessage(Plain, "m-1", null, ReadOnlyMemory<byte>.Empty)], None);

        Assert.True((await ReceiveOneAsync(Plain)).Body.IsEmpty);
    }
}
