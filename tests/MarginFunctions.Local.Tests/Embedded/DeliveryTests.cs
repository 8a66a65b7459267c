using System.Text;
using MarginFunctions.Local.Embedded.Queues;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class DeliveryTests : QueueTests
{
    [Fact]
    public async Task An_empty_queue_gives_nothing_at_once() => Assert.Empty(await ReceiveAsync(Plain));

    [Fact]
    public async Task Messages_are_received_in_the_order_sent_with_all_that_was_sent()
    {
        await Queues.SendAsync([Message(Plain, "m-1") with { Subject = "fill" }, Message(Plain, "m-2")], None);

        var messages = await ReceiveAsync(Plain);

        Assert.Equal(["m-1", "m-2"], Ids(messages));
        Assert.Equal("fill", messages[0].Subject);
        Assert.Null(messages[1].Subject);
        Assert.Null(messages[0].SessionId);
        Assert.Equal("body of m-1", Encoding.UTF8.GetString(messages[0].Body.Span));
        Assert.Equal(Time.GetUtcNow(), messages[0].EnqueuedAt);
        Assert.Equal(Time.GetUtcNow() + LockDuration, messages[0].LockedUntil);
        Assert.Equal(1, messages[0].DeliveryCount);
        Assert.True(messages[0].SequenceNumber < messages[1].SequenceNumber);
        Assert.NotEqual(messages[0].LockToken, messages[1].LockToken);
        Assert.Equal("m-1", messages[0].ToIncoming().MessageId);
    }

    [Fact]
    public async Task A_locked_message_is_not_received_again()
    {
        await SendAsync(Plain, "m-1", "m-2");

        Assert.Equal(["m-1"], Ids(await ReceiveAsync(Plain, 1)));
        Assert.Equal(["m-2"], Ids(await ReceiveAsync(Plain)));
        Assert.Empty(await ReceiveAsync(Plain));
    }

    [Fact]
    public async Task A_completed_message_is_gone_for_good()
    {
        await SendAsync(Plain, "m-1");
        await Queues.CompleteAsync(await ReceiveAsync(Plain), None);

        Time.Advance(LockDuration * 2);
        await RestartAsync();

        Assert.Empty(await ReceiveAsync(Plain));
    }

    [Fact]
    public async Task An_abandoned_message_is_received_again_at_once_and_before_later_ones()
    {
        await SendAsync(Plain, "m-1", "m-2", "m-3");
        var messages = await ReceiveAsync(Plain, 2);
        await Queues.AbandonAsync(messages[0], None);

        var again = await ReceiveAsync(Plain);

        Assert.Equal(["m-1", "m-3"], Ids(again));
        Assert.Equal([2, 1], again.Select(message => message.DeliveryCount));
    }

    [Fact]
    public async Task A_lock_that_runs_out_makes_the_message_receivable_again()
    {
        await SendAsync(Plain, "m-1");
        await ReceiveOneAsync(Plain);

        Time.Advance(LockDuration - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ReceiveAsync(Plain));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await ReceiveOneAsync(Plain)).DeliveryCount);
    }

    [Fact]
    public async Task A_renewed_lock_holds_for_another_duration_from_now()
    {
        await SendAsync(Plain, "m-1");
        var message = await ReceiveOneAsync(Plain);
        Time.Advance(LockDuration / 2);

        Assert.Equal(Time.GetUtcNow() + LockDuration, await Queues.RenewAsync(message, None));

        Time.Advance(LockDuration * 0.9);
        Assert.Empty(await ReceiveAsync(Plain));
        await Queues.CompleteAsync([message], None);
    }

    [Fact]
    public async Task A_completion_with_a_lost_lock_fails_and_the_new_holder_keeps_the_message()
    {
        await SendAsync(Plain, "m-1");
        var late = await ReceiveOneAsync(Plain);
        Time.Advance(LockDuration);
        var held = await ReceiveOneAsync(Plain);

        var error = await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync([late], None));

        Assert.Same(late, Assert.Single(error.Messages));
        Assert.Contains("m-1", error.Message, StringComparison.Ordinal);
        await Queues.CompleteAsync([held], None);
    }

    [Fact]
    public async Task A_completion_of_many_removes_those_whose_locks_are_held_and_names_the_others()
    {
        await SendAsync(Plain, "m-1", "m-2", "m-3");
        var messages = await ReceiveAsync(Plain);
        await Queues.AbandonAsync(messages[1], None);

        var error = await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync(messages, None));

        Assert.Equal(["m-2"], Ids(error.Messages));
        Assert.Equal(["m-2"], Ids(await ReceiveAsync(Plain)));
    }

    [Fact]
    public async Task Every_way_to_settle_with_a_lost_lock_fails()
    {
        await SendAsync(Plain, "m-1");
        var message = await ReceiveOneAsync(Plain);
        await Queues.CompleteAsync([message], None);

        await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync([message], None));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.AbandonAsync(message, None));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.DeadLetterAsync(message, "no", null, None));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.RenewAsync(message, None));
    }

    [Fact]
    public async Task Deliveries_are_counted_across_a_restart_which_ends_all_locks()
    {
        await SendAsync(Plain, "m-1");
        var before = await ReceiveOneAsync(Plain);

        await RestartAsync();

        var after = await ReceiveOneAsync(Plain);
        Assert.Equal(2, after.DeliveryCount);
        Assert.Equal(before.SequenceNumber, after.SequenceNumber);
        await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync([before], None));
    }

    [Fact]
    public async Task A_sequence_number_is_never_used_twice_even_after_a_restart_with_an_empty_queue()
    {
        await SendAsync(Plain, "m-1");
        var first = await ReceiveOneAsync(Plain);
        await Queues.CompleteAsync([first], None);

        await RestartAsync();
        await SendAsync(Plain, "m-2");

        Assert.True((await ReceiveOneAsync(Plain)).SequenceNumber > first.SequenceNumber);
    }

    [Fact]
    public async Task Messages_completed_out_of_order_leave_exactly_the_others()
    {
        await SendAsync(Plain, [.. Enumerable.Range(0, 50).Select(i => $"m-{i:D2}")]);
        var messages = await ReceiveAsync(Plain);
        var random = new Random(7);
        var done = messages.OrderBy(_ => random.Next()).Take(30).ToArray();

        await Queues.CompleteAsync(done, None);
        Time.Advance(LockDuration);

        Assert.Equal(Ids(messages).Except(Ids(done)), Ids(await ReceiveAsync(Plain)));
    }

    [Fact]
    public async Task Peeking_shows_messages_in_order_locked_or_not_and_locks_none()
    {
        await SendAsync(Plain, "m-1", "m-2", "m-3");
        var locked = await ReceiveOneAsync(Plain);

        Assert.Equal(["m-1", "m-2"], Ids(await Queues.PeekAsync(Plain, 2, 0, None)));
        Assert.Equal(["m-2", "m-3"], Ids(await Queues.PeekAsync(Plain, 10, locked.SequenceNumber + 1, None)));
        Assert.Equal(["m-2", "m-3"], Ids(await ReceiveAsync(Plain)));
    }

    [Fact]
    public async Task Each_message_is_counted_where_it_is()
    {
        await SendAsync(Plain, "m-1", "m-2", "m-3", "m-4", "m-5");
        await Queues.SendAsync([Message(Plain, "later") with { ScheduledFor = Time.GetUtcNow().AddMinutes(1) }], None);
        var messages = await ReceiveAsync(Plain, 3);
        await Queues.DeadLetterAsync(messages[0], "no", null, None);
        await Queues.CompleteAsync([messages[1]], None);

        Assert.Equal(new MessageCounts(Active: 2, Scheduled: 1, Locked: 1, DeadLettered: 1), await Queues.CountAsync(Plain, None));
        await RestartAsync();
        Assert.Equal(new MessageCounts(Active: 3, Scheduled: 1, Locked: 0, DeadLettered: 1), await Queues.CountAsync(Plain, None));
    }

    [Fact]
    public async Task Parallel_receivers_never_share_a_message()
    {
        await SendAsync(Plain, [.. Enumerable.Range(0, 500).Select(i => $"m-{i}")]);

        var received = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<LockedMessage>();
            while (await ReceiveAsync(Plain, 7) is { Count: > 0 } some)
            {
                mine.AddRange(some);
                await Queues.CompleteAsync(some, None);
            }

            return mine;
        })));

        Assert.Equal(500, received.Sum(mine => mine.Count));
        Assert.Equal(500, received.SelectMany(Ids).Distinct().Count());
    }
}
