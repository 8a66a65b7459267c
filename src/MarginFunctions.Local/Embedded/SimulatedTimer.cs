namespace MarginFunctions.Local.Embedded;

/// <summary>A timer of a <see cref="SimulatedTime"/>.</summary>
internal sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
{
    public const long Never = long.MaxValue;
    private TimeSpan period = Timeout.InfiniteTimeSpan;

    /// <summary>The ticks at which it is next due. The clock's to change, so that a timer filed twice fires once.</summary>
    public long Due { get; set; } = Never;

    public void Fire()
    {
        time.Schedule(this, period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan);
        callback(state);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        this.period = period;
        time.Schedule(this, dueTime);
        return true;
    }

    public void Dispose() => time.Schedule(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
