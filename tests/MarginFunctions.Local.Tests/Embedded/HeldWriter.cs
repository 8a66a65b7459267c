using MarginFunctions.Local.Embedded;

namespace MarginFunctions.Local.Tests.Embedded;

/// <summary>A write that has begun and does not end, so that all that is handed in meanwhile becomes one group.</summary>
internal sealed class HeldWriter : IDisposable
{
    private readonly ManualResetEventSlim gate = new();
    private Task ended = Task.CompletedTask;

    public static async Task<HeldWriter> HoldAsync(EmbeddedDatabase database)
    {
        var held = new HeldWriter();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held.ended = database.WriteAsync(
            _ =>
            {
                begun.SetResult();
                return held.gate.Wait(TimeSpan.FromSeconds(20));
            },
            CancellationToken.None);
        await begun.Task;
        return held;
    }

    public Task LetGoAsync()
    {
        gate.Set();
        return ended;
    }

    public void Dispose() => gate.Dispose();
}
