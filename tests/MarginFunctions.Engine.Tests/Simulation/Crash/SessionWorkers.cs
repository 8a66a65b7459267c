using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>Processes that share a queue with sessions: one message each, no two of one session, unless a lock is lost. What a process dies at comes again, and sometimes what it has finished.</summary>
/// <param name="count">How many processes.</param>
/// <param name="create">A process without memory.</param>
/// <param name="handle">What it does with a message.</param>
internal sealed class SessionWorkers<TProcess>(int count, Func<TProcess> create, Func<TProcess, OutgoingMessage, Task> handle)
    where TProcess : class
{
    private readonly Slot[] slots = [.. Enumerable.Range(0, count).Select(_ => new Slot())];

    /// <summary>Messages that nobody has.</summary>
    public List<OutgoingMessage> Waiting { get; } = [];

    /// <summary>Whether anything waits or is worked on.</summary>
    public bool IsBusy => Waiting.Count > 0 || slots.Any(s => s.Work is not null);

    public void Start(Random random, StepScheduler scheduler)
    {
        var slot = slots[random.Next(slots.Length)];
        var free = Waiting.FindAll(m => !slots.Any(s => s.HoldsLock && s.Message!.SessionId == m.SessionId));
        if (slot.Message is not null || free.Count == 0)
        {
            return;
        }

        // A process mostly goes on with the session it knows.
        var known = random.Next(6) == 0 ? [] : free.FindAll(m => m.SessionId == slot.Session);
        var choice = known.Count > 0 ? known : free;
        var message = choice[random.Next(Math.Min(choice.Count, 4))];
        Waiting.Remove(message);
        slot.Message = message;
        slot.Session = message.SessionId;
        slot.HoldsLock = true;
        slot.Process ??= create();
        slot.Work = scheduler.Start(slot, () => handle(slot.Process, message));
    }

    public void Settle(Random random, ITrouble trouble)
    {
        foreach (var slot in slots.Where(s => s.Work is { IsCompleted: true }))
        {
            var failure = slot.Work!.Exception?.InnerException;
            if (failure is SimulatedCrashException)
            {
                trouble.Crashed();
                slot.Process = random.Next(2) == 0 ? null : slot.Process;
            }
            else if (failure is not null and not ShardContendedException and not FundContendedException)
            {
                throw new InvalidOperationException($"A message of session {slot.Message!.SessionId} failed.", failure);
            }

            if (slot.HoldsLock && (failure is not null || trouble.Strikes(20)))
            {
                Waiting.Insert(0, slot.Message!);
            }

            (slot.Work, slot.Message, slot.HoldsLock) = (null, null, false);
        }
    }

    /// <summary>A session goes to another while its holder goes on.</summary>
    public void LoseALock(Random random, StepScheduler scheduler)
    {
        if (slots.Where(s => s.HoldsLock).OrderBy(_ => random.Next()).FirstOrDefault() is { } slot)
        {
            slot.HoldsLock = false;
            Waiting.Insert(0, slot.Message!);
            scheduler.Stall(slot);
        }
    }

    private sealed class Slot
    {
        public TProcess? Process { get; set; }

        public OutgoingMessage? Message { get; set; }

        /// <summary>What it worked on last.</summary>
        public string? Session { get; set; }

        public bool HoldsLock { get; set; }

        public Task? Work { get; set; }
    }
}
