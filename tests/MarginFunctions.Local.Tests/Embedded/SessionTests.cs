using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Queues;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class SessionTests : QueueTests
{
    [Fact]
    public async Task Without_messages_there_is_no_session_to_accept() => Assert.Null(await AcceptAsync());

    [Fact]
    public async Task The_session_with_the_oldest_message_is_accepted_first_and_each_by_one_receiver()
    {
        await SendToSessionAsync("B", "b-1");
        await SendToSessionAsync("A", "a-1");
        await SendToSessionAsync("B", "b-2");

        var first = await AcceptAsync();
        Assert.Equal("B", first!.SessionId);
        Assert.Equal(Time.GetUtcNow() + LockDuration, first.LockedUntil);
        Assert.Equal("A", (await AcceptAsync())!.SessionId);
        Assert.Null(await AcceptAsync());
    }

    [Fact]
    public async Task Messages_of_a_session_are_received_in_order_also_those_that_arrive_while_it_is_held()
    {
        await SendToSessionAsync("A", "a-1", "a-2", "a-3");
        var session = await AcceptAsync();
        Assert.Equal(["a-1", "a-2"], Ids(await Queues.ReceiveAsync(session!, 2, None)));

        await SendToSessionAsync("A", "a-4");

        Assert.Equal(["a-3", "a-4"], Ids(await Queues.ReceiveAsync(session!, 10, None)));
        Assert.Null(await AcceptAsync());
    }

    [Fact]
    public async Task A_released_session_gives_back_what_was_not_settled_in_its_old_order()
    {
        await SendToSessionAsync("A", "a-1", "a-2", "a-3");
        var session = await AcceptAsync();
        var messages = await Queues.ReceiveAsync(session!, 2, None);
        await Queues.CompleteAsync([messages[0]], None);
        await Queues.ReleaseSessionAsync(session!, None);

        var again = await Queues.ReceiveAsync((await AcceptAsync())!, 10, None);

        Assert.Equal(["a-2", "a-3"], Ids(again));
        Assert.Equal([2, 1], again.Select(message => message.DeliveryCount));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync([messages[1]], None));
    }

    [Fact]
    public async Task An_abandoned_message_of_a_session_comes_first_again()
    {
        await SendToSessionAsync("A", "a-1", "a-2");
        var session = await AcceptAsync();
        await Queues.AbandonAsync(Assert.Single(await Queues.ReceiveAsync(session!, 1, None)), None);

        Assert.Equal(["a-1", "a-2"], Ids(await Queues.ReceiveAsync(session!, 10, None)));
    }

    [Fact]
    public async Task A_session_whose_lock_runs_out_is_accepted_by_another_and_the_first_receiver_hears_of_it()
    {
        await SendToSessionAsync("A", "a-1");
        var late = await AcceptAsync();
        var message = Assert.Single(await Queues.ReceiveAsync(late!, 1, None));
        Time.Advance(LockDuration);

        var next = await AcceptAsync();

        Assert.Equal(["a-1"], Ids(await Queues.ReceiveAsync(next!, 10, None)));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.ReceiveAsync(late!, 1, None));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.RenewAsync(late!, None));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync([message], None));
        await Queues.ReleaseSessionAsync(late!, None);
        Assert.Null(await AcceptAsync());
    }

    [Fact]
    public async Task A_renewed_session_keeps_its_messages_locked()
    {
        await SendToSessionAsync("A", "a-1");
        var session = await AcceptAsync();
        var messages = await Queues.ReceiveAsync(session!, 1, None);
        Time.Advance(LockDuration * 0.9);
        Assert.Equal(Time.GetUtcNow() + LockDuration, await Queues.RenewAsync(session!, None));
        Time.Advance(LockDuration * 0.9);

        Assert.Null(await AcceptAsync());
        await Queues.CompleteAsync(messages, None);
    }

    [Fact]
    public async Task Renewing_a_message_of_a_session_renews_the_session()
    {
        await SendToSessionAsync("A", "a-1");
        var session = await AcceptAsync();
        var messages = await Queues.ReceiveAsync(session!, 1, None);
        Time.Advance(LockDuration * 0.9);
        await Queues.RenewAsync(messages[0], None);
        Time.Advance(LockDuration * 0.9);

        await Queues.CompleteAsync(messages, None);
        await Queues.RenewAsync(session!, None);
    }

    [Fact]
    public async Task A_completed_session_is_accepted_again_only_when_it_has_new_messages()
    {
        await SendToSessionAsync("A", "a-1");
        var session = await AcceptAsync();
        await Queues.CompleteAsync(await Queues.ReceiveAsync(session!, 10, None), None);
        await Queues.ReleaseSessionAsync(session!, None);
        Assert.Null(await AcceptAsync());

        await SendToSessionAsync("A", "a-2");

        Assert.Equal("A", (await AcceptAsync())!.SessionId);
    }

    [Fact]
    public async Task Sessions_their_order_and_their_delivery_counts_survive_a_restart()
    {
        await SendToSessionAsync("B", "b-1", "b-2");
        await SendToSessionAsync("A", "a-1");
        await Queues.ReceiveAsync((await AcceptAsync())!, 1, None);

        await RestartAsync();

        var session = await AcceptAsync();
        Assert.Equal("B", session!.SessionId);
        Assert.Equal([2, 1], (await Queues.ReceiveAsync(session, 10, None)).Select(message => message.DeliveryCount));
    }

    [Fact]
    public async Task A_message_delivered_too_often_is_dead_lettered_and_the_session_goes_on()
    {
        await SendToSessionAsync("A", "a-1", "a-2");
        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            var session = await AcceptAsync();
            await Queues.ReceiveAsync(session!, 1, None);
            await Queues.ReleaseSessionAsync(session!, None);
        }

        Assert.Equal(["a-2"], Ids(await Queues.ReceiveAsync((await AcceptAsync())!, 10, None)));
        var dead = await ReceiveOneAsync(EntityDefinition.DeadLetterPath(Sessions));
        Assert.Equal(("a-1", "A", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.SessionId, dead.DeadLetterReason));
    }

    [Fact]
    public async Task A_scheduled_message_of_a_session_joins_it_when_due()
    {
        await Queues.SendAsync([Message(Sessions, "a-1") with { SessionId = "A", ScheduledFor = Time.GetUtcNow().AddMinutes(1) }], None);
        Assert.Null(await AcceptAsync());

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["a-1"], Ids(await Queues.ReceiveAsync((await AcceptAsync())!, 10, None)));
    }

    [Fact]
    public async Task Entities_with_and_without_sessions_are_not_confused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ReceiveAsync(Sessions));
        await Assert.ThrowsAsync<ArgumentException>(() => Queues.AcceptNextSessionAsync(Plain, None));
    }

    [Fact]
    public async Task Parallel_receivers_keep_every_session_in_order()
    {
        const int PerSession = 20;
        for (var i = 0; i < PerSession; i++)
        {
            await Queues.SendAsync([.. Enumerable.Range(0, 8).Select(s => Message(Sessions, $"{s}-{i:D2}") with { SessionId = $"{s}" })], None);
        }

        var seen = Enumerable.Range(0, 8).ToDictionary(s => $"{s}", _ => new List<string>());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (await AcceptAsync() is { } session)
            {
                var messages = await Queues.ReceiveAsync(session, 3, None);
                seen[session.SessionId].AddRange(Ids(messages));
                await Queues.CompleteAsync(messages, None);
                await Queues.ReleaseSessionAsync(session, None);
            }
        })));

        Assert.All(seen, pair => Assert.Equal(Enumerable.Range(0, PerSession).Select(i => $"{pair.Key}-{i:D2}"), pair.Value));
    }
}
