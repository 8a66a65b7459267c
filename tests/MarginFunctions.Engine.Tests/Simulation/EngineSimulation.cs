using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>
/// A whole engine under a scheduler that decides, from a seed, who takes the next step at any port. Messages are shuffled, duplicated and redelivered, processes die at any step, and sessions lose their
/// locks while their holder goes on.
/// </summary>
internal sealed class EngineSimulation : ITrouble
{
    private readonly SimulationOptions options;
    private readonly Random random;
    private readonly StepScheduler scheduler;
    private readonly ShardWorkFormat format;
    private readonly Market market;
    private readonly WorkerSlot[] workers = [new(), new(), new()];
    private readonly List<OutgoingMessage> work = [];
    private readonly IntakeSlot router;
    private readonly IntakeSlot[] ingestors;
    private readonly Queue<IncomingMessage> unposted;
    private readonly Task[] publishing = [Task.CompletedTask, Task.CompletedTask];
    private int postsLeft;
    private int ticksLeft;
    private int sweepsLeft;
    private int publicationsLeft;
    private int quotes;
    private int hostility;
    private bool isMovingOn;
    private Task sweeping = Task.CompletedTask;

    public EngineSimulation(SimulationOptions options)
    {
        this.options = options;
        random = new Random(options.Seed);
        scheduler = new StepScheduler(random);
        Cluster = new Cluster(SimulationParameters.With(options.HasScenarios));
        Cluster.Steps.At = scheduler.Wait;
        var reader = new HoldingsReader(Cluster.Parameters);
        format = new ShardWorkFormat(reader);
        market = new Market(random, options.HasScenarios);
        Brokers = new Brokers(random, reader, options.HasScenarios);
        unposted = new Queue<IncomingMessage>(Brokers.Messages);
        router = new IntakeSlot(batch => Cluster.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None));
        var prices = new List<IncomingMessage>();
        ingestors = [.. Enumerable.Range(0, 2).Select(_ => new IntakeSlot(batch => Cluster.NewIngestor().IngestAsync(batch, CancellationToken.None), prices))];
    }

    public Cluster Cluster { get; }

    public Brokers Brokers { get; }

    /// <summary>What all finished work reported.</summary>
    public ShardReport Report { get; private set; }

    public int Steps => scheduler.Steps;

    public int Crashes { get; private set; }

    public int LostLocks { get; private set; }

    public int Redeliveries { get; private set; }

    /// <summary>Whether there are options, accounts in portfolio mode and ranges that follow the market.</summary>
    public bool HasScenarios => options.HasScenarios;

    /// <summary>Whether brokers have more to say.</summary>
    public bool HasMore => unposted.Count > 0;

    /// <summary>A few updates, ticks and sweeps, and trouble, all at once, until nothing is left to do.</summary>
    public void PlayRound()
    {
        postsLeft = Math.Min(unposted.Count, random.Next(1, 4));
        ticksLeft = random.Next(1, 4);
        sweepsLeft = options.Sweeps ? random.Next(3) : 0;
        publicationsLeft = options.HasScenarios && options.Sweeps ? random.Next(4) : 0;
        hostility = random.Next(options.Hostility + 1);
        do
        {
            Act();
        }
        while (postsLeft > 0 || ticksLeft > 0 || sweepsLeft > 0 || publicationsLeft > 0 || IsBusy());
    }

    /// <summary>One more tick, without any trouble, until nothing is left to do.</summary>
    public void Tick()
    {
        hostility = 0;
        if (!options.IsStill)
        {
            Cluster.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        ingestors[0].Waiting.Add(NextTick());
        Drain();
    }

    /// <summary>
    /// Time passes for longer than bands are kept, ranges follow the market, and one process sweeps; the others die. One that lived on without a sweep would go on with bands that were right for a moment
    /// that is over, until its next sweep.
    /// </summary>
    public void MoveOn()
    {
        hostility = 0;
        isMovingOn = true;
        Cluster.Time.Advance(TimeSpan.FromMinutes(random.Next(10, 70)));
        publishing[0] = Cluster.NewRiskPublisher().PublishAsync(CancellationToken.None);
        Drain();
        Array.ForEach(workers[1..], w => w.Processor = null);
        Sweep();
        isMovingOn = false;
    }

    /// <summary>A sweep of every shard, by whoever gets it.</summary>
    public ShardReport Sweep()
    {
        hostility = 0;
        Report = default;
        for (var shard = 0; shard < Cluster.Parameters.ShardCount; shard++)
        {
            work.Add(new OutgoingMessage(Entities.ShardWork, $"sweep-{shard}", RowKeys.Shard(shard), ShardWorkFormat.Write(ShardWorkKind.Sweep, shard)));
        }

        Drain();
        return Report;
    }

    /// <summary>All processes die: who comes next knows nothing.</summary>
    public void Restart() => Array.ForEach(workers, w => w.Processor = null);

    private void Drain()
    {
        do
        {
            Act();
        }
        while (IsBusy());
    }

    private bool IsBusy() =>
        scheduler.HasWaiting || work.Count > 0 || Cluster.Bus.At(Entities.ShardWork).Count > 0 || router.Waiting.Count > 0 || ingestors[0].Waiting.Count > 0;

    private void Act()
    {
        if (scheduler.HasWaiting && random.Next(3) != 0)
        {
            scheduler.Resume(Strikes(80));
        }
        else
        {
            StartSomething();
        }

        work.AddRange(Cluster.Bus.At(Entities.ShardWork));
        Cluster.Bus.At(Entities.ShardWork).Clear();
        Array.ForEach(workers, Settle);
        router.Settle(this);
        Array.ForEach(ingestors, i => i.Settle(this));
        if (sweeping.IsFaulted)
        {
            sweeping = Task.CompletedTask;
            Crashes++;
        }

        for (var i = 0; i < publishing.Length; i++)
        {
            if (publishing[i].IsFaulted)
            {
                Assert.IsType<SimulatedCrashException>(publishing[i].Exception!.InnerException);
                publishing[i] = Task.CompletedTask;
                Crashes++;
            }
        }

        if (random.Next(20) == 0)
        {
            // Bands of several moments lie beside each other while the clock runs; those of pools that depend on marks alone hold all the same.
            PublishedBands.Hold(Cluster, random.Next(Cluster.Parameters.ShardCount), random, areOfOneMoment: !options.HasScenarios || (options.IsStill && !isMovingOn));
        }
    }

    /// <summary>While the clock stands still sources are ahead of it, one tick of it after the other.</summary>
    private IncomingMessage NextTick() => market.Tick(Cluster.Time.Now.AddTicks(options.IsStill ? ++quotes : 0));

    private void StartSomething()
    {
        switch (random.Next(12))
        {
            case 0 when postsLeft > 0:
                postsLeft--;
                router.Waiting.Add(unposted.Dequeue());
                break;
            case 1 when ticksLeft > 0:
                ticksLeft--;
                ingestors[0].Waiting.Add(NextTick());
                break;
            case 2 when random.Next(4) == 0 && !options.IsStill:
                Cluster.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 3_000)));
                break;
            case 3 when sweepsLeft > 0 && sweeping.IsCompleted && random.Next(8) == 0:
                sweepsLeft--;
                Cluster.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 70)));
                sweeping = Cluster.NewSweeper().SweepAsync(CancellationToken.None);
                break;
            case 3 when publicationsLeft > 0 && Array.Find(publishing, p => p.IsCompleted) is { } idle:
                publicationsLeft--;
                publishing[Array.IndexOf(publishing, idle)] = Cluster.NewRiskPublisher().PublishAsync(CancellationToken.None);
                break;
            case 4 when Strikes(3):
                LoseALock();
                break;
            case 5 or 6:
                router.Start(random);
                break;
            case 7 or 8:
                ingestors[random.Next(ingestors.Length)].Start(random);
                break;
            default:
                StartWork(workers[isMovingOn ? 0 : random.Next(workers.Length)]);
                break;
        }
    }

    private void StartWork(WorkerSlot worker)
    {
        var free = work.FindAll(m => !workers.Any(w => w.HoldsLock && w.Message!.SessionId == m.SessionId));
        if (worker.Message is not null || free.Count == 0)
        {
            return;
        }

        var message = free[random.Next(free.Count)];
        work.Remove(message);
        Assert.Empty(format.Read(message.Body, out var parsed));
        worker.Message = message;
        worker.HoldsLock = true;
        worker.Processor ??= Cluster.NewProcessor();
        worker.Work = scheduler.Start(worker, () => worker.Processor.ProcessAsync(parsed!, CancellationToken.None));
    }

    private void Settle(WorkerSlot worker)
    {
        if (worker.Work is not { IsCompleted: true } ended)
        {
            return;
        }

        if (ended.IsCompletedSuccessfully)
        {
            Report += ended.Result;
        }
        else if (ended.Exception!.InnerException is SimulatedCrashException)
        {
            Crashes++;

            // A process that has died has lost its memory; a call that has failed has not.
            worker.Processor = random.Next(2) == 0 ? null : worker.Processor;
        }
        else if (ended.Exception!.InnerException is not ShardContendedException)
        {
            throw new InvalidOperationException($"Seed {options.Seed}: work failed.", ended.Exception);
        }

        if (worker.HoldsLock && (!ended.IsCompletedSuccessfully || Strikes(20)))
        {
            Redeliveries++;
            work.Add(worker.Message!);
        }

        worker.Work = null;
        worker.Message = null;
        worker.HoldsLock = false;
    }

    private void LoseALock()
    {
        if (workers.OrderBy(_ => random.Next()).FirstOrDefault(w => w.HoldsLock) is { } worker)
        {
            LostLocks++;
            worker.HoldsLock = false;
            work.Add(worker.Message!);
            scheduler.Stall(worker);
        }
    }

    public void Crashed() => Crashes++;

    /// <summary>One time in so many, while there is hostility left.</summary>
    public bool Strikes(int oneIn)
    {
        if (hostility == 0 || random.Next(oneIn) != 0)
        {
            return false;
        }

        hostility--;
        return true;
    }
}
