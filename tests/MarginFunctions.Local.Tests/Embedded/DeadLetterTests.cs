using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Queues;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class DeadLetterTests : QueueTests
{
    private static readonly string Dead = EntityDefinition.DeadLetterPath(Plain);

    [Fact]
    public async Task A_message_given_up_is_in_the_dead_letter_queue_with_reason_and_description()
    {
        await SendAsync(Plain, "m-1");
        await Queues.DeadLetterAsync(await ReceiveOneAsync(Plain), "Unreadable", "no account id", None);
        await RestartAsync();

        Assert.Empty(await ReceiveAsync(Plain));
        var dead = await ReceiveOneAsync(Dead);
        Assert.Equal(("m-1", "Unreadable", "no account id"), (dead.MessageId, dead.DeadLetterReason, dead.DeadLetterDescription));
        await Queues.CompleteAsync([dead], None);
        Assert.Empty(await ReceiveAsync(Dead));
    }

    [Fact]
    public async Task A_message_keeps_its_broker_wherever_it_goes()
    {
        await Queues.SendAsync([new OutgoingMessage(Plain, "now", null, "{}"u8.ToArray(), BrokerId: "alpha")], None);
        await Queues.SendAsync([new OutgoingMessage(Plain, "later", null, "{}"u8.ToArray(), ScheduledFor: Time.GetUtcNow() + LockDuration, BrokerId: "beta")], None);
        await Queues.DeadLetterAsync(await ReceiveOneAsync(Plain), "Unreadable", null, None);
        Time.Advance(LockDuration);
        await RestartAsync();

        Assert.Equal("alpha", (await ReceiveOneAsync(Dead)).BrokerId);
        Assert.Equal("beta", (await ReceiveOneAsync(Plain)).ToIncoming().BrokerId);
    }

    [Fact]
    public async Task After_the_last_delivery_abandoning_dead_letters()
    {
        await SendAsync(Plain, "m-1");
        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            var message = await ReceiveOneAsync(Plain);
            Assert.Equal(delivery, message.DeliveryCount);
            await Queues.AbandonAsync(message, None);
        }

        Assert.Empty(await ReceiveAsync(Plain));
        Assert.Equal("MaxDeliveryCountExceeded", (await ReceiveOneAsync(Dead)).DeadLetterReason);
    }

    [Fact]
    public async Task After_the_last_delivery_a_lock_that_runs_out_dead_letters()
    {
        await SendAsync(Plain, "m-1");
        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            await ReceiveOneAsync(Plain);
            Time.Advance(LockDuration);
        }

        Assert.Equal(new MessageCounts(0, 0, 0, 1), await Queues.CountAsync(Plain, None));
    }

    [Fact]
    public async Task Deaths_of_the_process_are_no_failed_deliveries()
    {
        await SendAsync(Plain, "m-1");
        for (var death = 1; death <= MaxDeliveryCount; death++)
        {
            await ReceiveOneAsync(Plain);
            await RestartAsync();
        }

        var message = await ReceiveOneAsync(Plain);
        Assert.Equal(MaxDeliveryCount + 1, message.DeliveryCount);
        await Queues.AbandonAsync(message, None);
        Assert.Equal(new MessageCounts(1, 0, 0, 0), await Queues.CountAsync(Plain, None));
    }

    [Fact]
    public async Task A_message_under_which_the_process_dies_again_and_again_is_dead_lettered_and_those_behind_it_are_received()
    {
        await SendAsync(Plain, "m-1");
        for (var death = 1; death <= MaxDeliveryCount * QueueState.DeathsAFailure; death++)
        {
            await ReceiveOneAsync(Plain);
            await RestartAsync();
        }

        await SendAsync(Plain, "m-2");

        Assert.Equal(["m-2"], Ids(await ReceiveAsync(Plain, 1)));
        Assert.Equal("MaxDeliveryCountExceeded", (await ReceiveOneAsync(Dead)).DeadLetterReason);
    }

    [Fact]
    public async Task A_message_past_its_time_to_live_is_dead_lettered()
    {
        await SendAsync(Plain, "m-1");
        Time.Advance(TimeToLive / 2);
        await SendAsync(Plain, "m-2");
        Time.Advance(TimeToLive / 2);

        Assert.Equal(["m-2"], Ids(await ReceiveAsync(Plain)));
        Assert.Equal(("m-1", "TTLExpiredException"), await ReasonAsync());
    }

    [Fact]
    public async Task A_message_that_is_held_does_not_expire_until_it_is_given_back()
    {
        await SendAsync(Plain, "m-1");
        Time.Advance(TimeToLive - TimeSpan.FromSeconds(1));
        var message = await ReceiveOneAsync(Plain);
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new MessageCounts(0, 0, 1, 0), await Queues.CountAsync(Plain, None));

        await Queues.AbandonAsync(message, None);

        Assert.Empty(await ReceiveAsync(Plain));
        Assert.Equal(("m-1", "TTLExpiredException"), await ReasonAsync());
    }

    [Fact]
    public async Task A_message_of_a_session_expires_too_and_its_session_is_no_longer_accepted()
    {
        await SendToSessionAsync("A", "m-1");
        Time.Advance(TimeToLive);

        Assert.Null(await AcceptAsync());
        Assert.Equal(["m-1"], Ids(await ReceiveAsync(EntityDefinition.DeadLetterPath(Sessions))));
    }

    [Fact]
    public async Task Dead_letters_neither_expire_nor_run_out_of_deliveries()
    {
        await SendAsync(Plain, "m-1");
        await Queues.DeadLetterAsync(await ReceiveOneAsync(Plain), "no", null, None);
        Time.Advance(TimeToLive * 10);

        for (var i = 0; i < MaxDeliveryCount * 2; i++)
        {
            await Queues.AbandonAsync(await ReceiveOneAsync(Dead), None);
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await Queues.DeadLetterAsync(await ReceiveOneAsync(Dead), "again", null, None));
    }

    private async Task<(string, string?)> ReasonAsync()
    {
        var dead = await ReceiveOneAsync(Dead);
        return (dead.MessageId, dead.DeadLetterReason);
    }
}
