namespace MarginFunctions.Local.Embedded;

/// <summary>A clock that stands still until it is moved. Timers fire, in order of their times, while it is being moved and on the thread that moves it.</summary>
public sealed class SimulatedTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> timers = new();
    private long ticks;
    private long order;

    /// <summary>A clock that shows this time.</summary>
    public SimulatedTime(DateTimeOffset start) => ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan by) => AdvanceTo(GetUtcNow() + by);

    /// <summary>Moves the clock to a time, by way of every timer due until then.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time lies before the present one.</exception>
    public void AdvanceTo(DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, GetUtcNow());
        while (TakeDue(time.UtcTicks) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            ticks = Math.Max(ticks, time.UtcTicks);
        }
    }

    /// <summary>Files a timer under the time it is next due; a negative wait is for ever.</summary>
    internal void Schedule(SimulatedTimer timer, TimeSpan after)
    {
        lock (gate)
        {
            timer.Due = after < TimeSpan.Zero ? SimulatedTimer.Never : ticks + after.Ticks;
            if (timer.Due != SimulatedTimer.Never)
            {
                timers.Enqueue(timer, (timer.Due, order++));
            }
        }
    }

    private SimulatedTimer? TakeDue(long until)
    {
        lock (gate)
        {
            while (timers.TryPeek(out var timer, out var at) && at.Due <= until)
            {
                timers.Dequeue();
                if (timer.Due == at.Due)
                {
                    ticks = Math.Max(ticks, at.Due);
                    return timer;
                }
            }

            return null;
        }
    }
}
