using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>A process that takes batches from a queue without sessions: what it fails at, and sometimes what it finishes, comes again.</summary>
internal sealed class IntakeSlot(Func<IReadOnlyList<IncomingMessage>, Task> handle, List<IncomingMessage>? queue = null)
{
    private List<IncomingMessage> batch = [];
    private Task? handling;

    /// <summary>Messages not taken yet.</summary>
    public List<IncomingMessage> Waiting { get; } = queue ?? [];

    public void Start(Random random)
    {
        if (handling is not null || Waiting.Count == 0)
        {
            return;
        }

        // The longer the queue, the larger the batches.
        batch = [];
        for (var left = Math.Min(random.Next(1, 5 + Waiting.Count / 10), Waiting.Count); left > 0; left--)
        {
            var place = random.Next(Waiting.Count);
            batch.Add(Waiting[place]);
            Waiting.RemoveAt(place);
        }

        handling = handle(batch);
    }

    public void Settle(ITrouble simulation)
    {
        if (handling is not { IsCompleted: true })
        {
            return;
        }

        if (handling.IsFaulted)
        {
            Assert.IsType<SimulatedCrashException>(handling.Exception.InnerException);
            simulation.Crashed();
            Waiting.AddRange(batch);
        }
        else
        {
            Waiting.AddRange(batch.Where(_ => simulation.Strikes(20)));
        }

        handling = null;
    }
}
