namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>The points before, inside and after every effect of a port in memory, where a test may look, wait or fail.</summary>
internal sealed class PortSteps
{
    /// <summary>Called at every point with its name; the default goes straight on.</summary>
    public Func<string, Task> At { get; set; } = _ => Task.CompletedTask;

    /// <summary>What was called, in order; points inside and after calls are left out.</summary>
    public List<string> Journal { get; } = [];

    /// <summary>Before a call's effect.</summary>
    public Task Enter(string call)
    {
        lock (Journal)
        {
            Journal.Add(call);
        }

        return At(call);
    }

    /// <summary>Between two parts of a call that is not atomic.</summary>
    public Task Between(string call) => At(call + "…");

    /// <summary>After the effect and before the caller hears of it.</summary>
    public Task Leave(string call) => At(call + " done");
}
