using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Cover;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>
/// Two workers on one fund under a scheduler that decides, from a seed, who takes the next step at any port: sessions lose their locks while their holder goes on, so that both settle the same requests or others at once; processes
/// die at any step; requests come again, at once or at the end.
/// </summary>
internal sealed class FundSimulation : FundScenario
{
    private readonly Random random;
    private readonly StepScheduler scheduler;
    private readonly List<CoverageRequest> waiting = [];
    private readonly (Task Work, CoverageRequest[]? Batch, bool HoldsLock)[] workers = [(Task.CompletedTask, null, false), (Task.CompletedTask, null, false)];
    private int time;

    private FundSimulation(int seed, string allocation, decimal initial)
        : base(With(allocation, initial))
    {
        random = new Random(seed);
        scheduler = new StepScheduler(random);
        Requests = [.. Enumerable.Range(1, random.Next(4, 12)).Select(NextRequest)];
    }

    public IReadOnlyList<CoverageRequest> Requests { get; }

    public decimal Initial => Cluster.Parameters.Fund!.Initial;

    public int Crashes { get; private set; }

    /// <summary>How often both workers were at the same requests.</summary>
    public int LostLocks { get; private set; }

    /// <summary>Whether there was more to pay than it had.</summary>
    public bool Exhausted => State.SharedByWinners + State.BorneByCapital > 0;

    /// <summary>Plays a seed.</summary>
    public static async Task<FundSimulation> PlayAsync(int seed)
    {
        var simulation = new FundSimulation(seed, seed % 2 == 0 ? "mutualisation" : "deleveraging", seed % 3 == 0 ? 0 : 40 + seed % 100);
        await simulation.HoldAsync();
        simulation.Play();
        return simulation;
    }

    /// <summary>What winners were told, however often.</summary>
    public new IReadOnlyList<CoverageAnswer> Answers { get; private set; } = [];

    /// <summary>Every unit is where it belongs.</summary>
    public void Check()
    {
        BooksClose();
        var settlements = Settlements();
        Assert.Equal(Requests.Select(r => r.Id).Order(StringComparer.Ordinal), settlements.Where(s => s.AccountId is not null).Select(s => s.Id).Order(StringComparer.Ordinal));
        Assert.Single(settlements, s => s.Kind == FundSettlementKind.Capital);
        Assert.Empty(Cluster.Funds.Outbox("USDT"));

        var debts = Requests.Where(r => r.Kind == CoverageRequestKind.BadDebt).Sum(r => r.Amount);
        var fees = Requests.Where(r => r.Kind == CoverageRequestKind.Fee).Sum(r => r.Amount);
        Assert.InRange(State.Drawn, 0, Initial + fees);
        Assert.Equal(debts, State.Drawn + State.SharedByWinners + State.BorneByCapital);
        Assert.Equal(Initial + fees - State.Drawn, State.Balance);

        // Everyone was told exactly once, of exactly what the books say.
        Assert.Equal(Answers.Count, Answers.Select(a => a.Id).Distinct().Count());
        Assert.Equal(State.SharedByWinners, -Answers.Sum(a => a.Amount));
        Assert.Equal(
            settlements.Where(s => s.Answer == CoverageAnswerKind.Deleverage).SelectMany(s => s.Deleveraged!).Select(t => FundDecision.AnswerId(t.AccountId, t.Pool, settlements.First(s => s.Deleveraged?.Contains(t) == true).Number)).Order(StringComparer.Ordinal),
            Answers.Where(a => a.Kind == CoverageAnswerKind.Deleverage).Select(a => a.Id).Order(StringComparer.Ordinal));
        foreach (var position in settlements.SelectMany(s => s.Deleveraged ?? []).Where(t => t.AccountId.StartsWith('W')).GroupBy(t => t.AccountId))
        {
            Assert.InRange(position.Sum(t => t.Trade), 0, 0.3m); // W holds 0.3 short, and is never turned round by all of them together
        }
    }

    /// <summary>Shards take the answers, twice, and every winner's book shows what the fund's says.</summary>
    public async Task CheckShardsAsync()
    {
        Cluster.Steps.At = _ => Task.CompletedTask;
        var works = Answers.GroupBy(a => ShardMap.ShardOf(a.AccountId, 4)).Select(shard => new ShardWork(ShardWorkKind.Answers, shard.Key, []) { Answers = [.. shard] }).ToList();
        await Deliver(works);
        await Deliver(works);
        Assert.Equal(State.SharedByWinners, -new[] { "W1", "W2", "W3" }.Sum(w => Account(w).Ledger?.SumAbove(0) ?? 0));
    }

    private CoverageRequest NextRequest(int number) => random.Next(4) switch
    {
        0 => Fund.Fee(random.Next(1, 5_000) * 0.01m, $"A{number}", number),
        1 => Fund.Bankrupt(random.Next(10, 200), $"A{number}", number, new BankruptPosition("BTC-PERP", random.Next(1, 200) * 0.001m, 51_000)),
        _ => Fund.BadDebt(random.Next(1, 100_000_000) * 0.00000123m, $"A{number}", number),
    };

    private Task HoldAsync() => Hold(Enumerable.Range(1, 3).Select(n => ($"W{n}", 1_000m * n, (Risk.Portfolios.Position[])[Given.Cross("BTC-PERP", -0.3m, 50_000 + 100 * n)])));

    private void Play()
    {
        Cluster.Steps.At = scheduler.Wait;
        waiting.AddRange(Requests);
        var late = Requests.Where(_ => random.Next(3) == 0).ToList();
        while (waiting.Count > 0 || scheduler.HasWaiting || late.Count > 0)
        {
            if (waiting.Count == 0 && !scheduler.HasWaiting)
            {
                // A day later.
                Cluster.Time.Advance(TimeSpan.FromDays(1));
                waiting.AddRange(late);
                late.Clear();
            }

            Act();
        }

        Cluster.Steps.At = _ => Task.CompletedTask;
        Answers = [.. Sent().SelectMany(work => work.Answers)];
    }

    private void Act()
    {
        if (scheduler.HasWaiting && random.Next(4) != 0)
        {
            scheduler.Resume(crash: random.Next(40) == 0);
        }
        else if (random.Next(12) == 0 && Array.FindIndex(workers, w => w.HoldsLock) is var holder and >= 0)
        {
            LostLocks++;
            waiting.InsertRange(0, workers[holder].Batch!);
            workers[holder].HoldsLock = false;
            scheduler.Stall(workers[holder].Batch!);
        }
        else
        {
            Start();
        }

        for (var n = 0; n < workers.Length; n++)
        {
            Settled(n);
        }

        if (++time % 50 == 0)
        {
            Cluster.Time.Advance(TimeSpan.FromSeconds(20));
        }
    }

    private void Start()
    {
        var free = Array.FindIndex(workers, w => w.Batch is null);
        if (free < 0 || waiting.Count == 0 || workers.Any(w => w.HoldsLock))
        {
            return;
        }

        var batch = waiting.Take(random.Next(1, 5)).ToArray();
        waiting.RemoveRange(0, batch.Length);
        workers[free] = (scheduler.Start(batch, () => Cluster.NewFund().SettleAsync(batch, CancellationToken.None)), batch, HoldsLock: true);
    }

    private void Settled(int n)
    {
        var (work, batch, holdsLock) = workers[n];
        if (batch is null || !work.IsCompleted)
        {
            return;
        }

        if (work.IsFaulted && work.Exception!.InnerException is not (SimulatedCrashException or FundContendedException))
        {
            throw new InvalidOperationException($"Requests {string.Join(", ", batch.Select(r => r.Id))} failed.", work.Exception);
        }

        Crashes += work.IsFaulted ? 1 : 0;
        if (holdsLock && (work.IsFaulted || random.Next(10) == 0))
        {
            waiting.InsertRange(0, batch);
        }

        workers[n] = (Task.CompletedTask, null, false);
    }
}
