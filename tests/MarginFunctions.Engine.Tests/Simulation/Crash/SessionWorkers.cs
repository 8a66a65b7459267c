using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>Processes that share a queue with sessions: some messages of one session each, no two of one session, unless a lock is lost. What a process dies at comes again, and sometimes what it has finished.</summary>
/// <param name="count">How many processes.</param>
/// <param name="most">How many messages a process takes at a time at most.</param>
/// <param name="create">A process without memory.</param>
/// <param name="handle">What it does with messages.</param>
internal sealed class SessionWorkers<TProcess>(int count, int most, Func<TProcess> create, Func<TProcess, IReadOnlyList<OutgoingMessage>, Task> handle)
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
        var free = Waiting.FindAll(m => !slots.Any(s => s.HoldsLock && s.Session == m.SessionId));
        if (slot.Messages is not null || free.Count == 0)
        {
            return;
        }

        // A process mostly goes on with the session it knows.
        var known = random.Next(6) == 0 ? [] : free.FindAll(m => m.SessionId == slot.Session);
        var choice = known.Count > 0 ? known : free;
        var first = choice[random.Next(Math.Min(choice.Count, 4))];
        List<OutgoingMessage> messages = [first, .. choice.FindAll(m => m != first && m.SessionId == first.SessionId).Take(random.Next(most))];
        messages.ForEach(m => Waiting.Remove(m));
        slot.Messages = messages;
        slot.Session = first.SessionId;
        slot.HoldsLock = true;
        slot.Process ??= create();
        slot.Work = scheduler.Start(slot, () => handle(slot.Process, messages));
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
                throw new InvalidOperationException($"A message of session {slot.Session} failed.", failure);
            }

            if (slot.HoldsLock && (failure is not null || trouble.Strikes(20)))
            {
                Waiting.InsertRange(0, slot.Messages!);
            }

            (slot.Work, slot.Messages, slot.HoldsLock) = (null, null, false);
        }
    }

    /// <summary>A session goes to another while its holder goes on.</summary>
    public void LoseALock(Random random, StepScheduler scheduler)
    {
        if (slots.Where(s => s.HoldsLock).OrderBy(_ => random.Next()).FirstOrDefault() is { } slot)
        {
            slot.HoldsLock = false;
            Waiting.InsertRange(0, slot.Messages!);
            scheduler.Stall(slot);
        }
    }

    private sealed class Slot
    {
        public TProcess? Process { get; set; }

        public IReadOnlyList<OutgoingMessage>? Messages { get; set; }

        /// <summary>What it worked on last.</summary>
        public string? Session { get; set; }

        public bool HoldsLock { get; set; }

        public Task? Work { get; set; }
    }
}
