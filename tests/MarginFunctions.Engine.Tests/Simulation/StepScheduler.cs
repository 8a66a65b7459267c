namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>
/// Holds every caller of a port at every step until its time comes: mostly soon, now and then so late that others do whole pieces of work in between. Continuations run on the scheduler's own thread, so
/// a seed is one interleaving.
/// </summary>
internal sealed class StepScheduler(Random random)
{
    /// <summary>Where what others do in between matters most: waits there are long more often.</summary>
    private static readonly string[] Critical = ["bands.Narrow", "bands.Replace", "bands.FindLeft", "marks.Advance", "store.Commit", "bus.Send"];

    private readonly List<Waiting> waiting = [];
    private readonly AsyncLocal<object?> caller = new();

    /// <summary>Whether anyone waits.</summary>
    public bool HasWaiting => waiting.Count > 0;

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Starts work whose steps are known to be this owner's.</summary>
    public T Start<T>(object owner, Func<T> work)
    {
        caller.Value = owner;
        try
        {
            return work();
        }
        finally
        {
            caller.Value = null;
        }
    }

    public Task Wait(string where)
    {
        var isCritical = Critical.Any(point => where.StartsWith(point, StringComparison.Ordinal));
        var step = new Waiting(where, caller.Value, Steps + random.Next(random.Next(isCritical ? 3 : 12) == 0 ? 80 : 5), random.Next());
        waiting.Add(step);
        return step.Task.Task;
    }

    /// <summary>Makes an owner stand still while others go on.</summary>
    public void Stall(object owner)
    {
        foreach (var step in waiting.Where(w => w.Owner == owner))
        {
            step.Due += random.Next(200);
        }
    }

    /// <summary>Lets the next one go on, or die where it stands.</summary>
    public void Resume(bool crash)
    {
        var step = waiting.MinBy(w => (w.Due, w.Tie))!;
        waiting.Remove(step);
        Steps++;
        if (crash)
        {
            step.Task.SetException(new SimulatedCrashException(step.Where));
        }
        else
        {
            step.Task.SetResult();
        }
    }

    private sealed class Waiting(string where, object? owner, int due, int tie)
    {
        public string Where { get; } = where;

        public object? Owner { get; } = owner;

        public int Due { get; set; } = due;

        public int Tie { get; } = tie;

        public TaskCompletionSource Task { get; } = new();
    }
}
