using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class WaitingTests : QueueTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Waiting_ends_at_once_when_something_is_receivable()
    {
        await SendAsync(Plain, "m-1");

        Assert.True(await Queues.WaitAsync(Plain, null, None));
    }

    [Fact]
    public async Task Waiting_ends_when_a_message_is_sent()
    {
        var waiting = await WaitingAsync(Plain);

        await SendAsync(Plain, "m-1");

        Assert.True(await waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_ends_when_a_message_is_abandoned()
    {
        await SendAsync(Plain, "m-1");
        var message = await ReceiveOneAsync(Plain);
        var waiting = await WaitingAsync(Plain);

        await Queues.AbandonAsync(message, None);

        Assert.True(await waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_ends_when_a_session_is_released()
    {
        await SendToSessionAsync("A", "a-1");
        var session = await AcceptAsync();
        var waiting = await WaitingAsync(Sessions);

        await Queues.ReleaseSessionAsync(session!, None);

        Assert.True(await waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_ends_when_a_lock_runs_out()
    {
        await SendAsync(Plain, "m-1");
        await ReceiveOneAsync(Plain);
        var waiting = await WaitingAsync(Plain);

        Time.Advance(LockDuration);

        Assert.True(await waiting.WaitAsync(Soon));
        Assert.Single(await ReceiveAsync(Plain));
    }

    [Fact]
    public async Task Waiting_ends_when_a_scheduled_message_is_due_even_one_scheduled_meanwhile()
    {
        await Queues.SendAsync([Message(Plain, "m-1") with { ScheduledFor = Time.GetUtcNow().AddMinutes(2) }], None);
        var waiting = await WaitingAsync(Plain);
        await Queues.SendAsync([Message(Plain, "m-2") with { ScheduledFor = Time.GetUtcNow().AddMinutes(1) }], None);
        Assert.True(await waiting.WaitAsync(Soon));
        Assert.Empty(await ReceiveAsync(Plain));
        waiting = await WaitingAsync(Plain);

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await waiting.WaitAsync(Soon));
        Assert.Equal(["m-2"], Ids(await ReceiveAsync(Plain)));
    }

    [Fact]
    public async Task Waiting_ends_with_a_dead_letter_for_those_who_wait_for_dead_letters()
    {
        await SendAsync(Plain, "m-1");
        var message = await ReceiveOneAsync(Plain);
        var waiting = await WaitingAsync("plain/$deadletterqueue");

        await Queues.DeadLetterAsync(message, "no", null, None);

        Assert.True(await waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_ends_with_false_when_the_time_is_up()
    {
        var waiting = await WaitingAsync(Plain, TimeSpan.FromMinutes(1));

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Queues.WaitAsync(Plain, null, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task Waiting_ends_when_the_database_is_closed()
    {
        var waiting = await WaitingAsync(Plain);

        await RestartAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Soon));
    }

    /// <summary>A wait that has begun.</summary>
    private async Task<Task<bool>> WaitingAsync(string path, TimeSpan? atMost = null)
    {
        var waiting = Queues.WaitAsync(path, atMost, None);

        // The writer takes operations in order, so when this one is done the wait is on its list; the rest is the wait's own thread reaching its timer.
        await Queues.CountAsync(path, None);
        await Task.Delay(50);
        Assert.False(waiting.IsCompleted);
        return waiting;
    }
}
