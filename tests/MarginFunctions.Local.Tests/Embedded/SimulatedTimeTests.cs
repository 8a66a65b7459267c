using MarginFunctions.Local.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class SimulatedTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);
    private readonly SimulatedTime time = new(Start);

    [Fact]
    public void The_clock_stands_still_until_it_is_moved()
    {
        Assert.Equal(Start, time.GetUtcNow());
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Start.AddSeconds(5), time.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => time.AdvanceTo(Start));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_and_each_sees_its_own_time()
    {
        var fired = new List<(string, TimeSpan)>();
        using var late = Timer("late", TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = Timer("early", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var never = Timer("never", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var stopped = Timer("stopped", TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        stopped.Dispose();

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([("early", TimeSpan.FromSeconds(1)), ("late", TimeSpan.FromSeconds(3))], fired);

        ITimer Timer(string name, TimeSpan due, TimeSpan period) =>
            time.CreateTimer(_ => fired.Add((name, time.GetUtcNow() - Start)), null, due, period);
    }

    [Fact]
    public void A_periodic_timer_fires_at_each_of_its_times()
    {
        var fired = new List<TimeSpan>();
        using var timer = time.CreateTimer(_ => fired.Add(time.GetUtcNow() - Start), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([1, 3, 5], fired.Select(at => at.TotalSeconds));
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_reaches_it()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), time);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
