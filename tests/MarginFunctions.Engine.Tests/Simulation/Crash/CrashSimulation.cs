using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>
/// A book of accounts through a crash: the whole engine, the insurance fund and a broker whose venue fills what it likes, under a scheduler that decides from a seed who takes the next step. Messages are
/// reordered, repeated and redelivered, and processes die at any step.
/// </summary>
internal sealed class CrashSimulation : ITrouble
{
    /// <summary>The most minutes in which everything must have come to rest once the market stands still.</summary>
    private const int MinutesToRest = 90;

    private readonly Random random;
    private readonly StepScheduler scheduler;
    private readonly CrashMarket market;
    private readonly SessionWorkers<ShardProcessor> shards;
    private readonly SessionWorkers<FundProcessor> funds;
    private readonly IntakeSlot updates;
    private readonly IntakeSlot fills;
    private readonly IntakeSlot prices;
    private readonly IntakeSlot timers;
    private int callsRead;
    private int jobsRead;
    private int trades;
    private int hostility;

    public CrashSimulation(int seed, int accounts)
    {
        random = new Random(seed);
        scheduler = new StepScheduler(random);
        market = new CrashMarket(random);
        Cluster = new Cluster(CrashParameters.Of(random));
        Cluster.Steps.At = scheduler.Wait;
        Needs = new NeedCheck(Cluster);
        Broker = new CrashBroker(random, Cluster.Parameters, accounts);
        var requests = new CoverageRequestFormat(Cluster.Parameters);
        var format = new ShardWorkFormat(new HoldingsReader(Cluster.Parameters));
        shards = new SessionWorkers<ShardProcessor>(3, most: 1, Cluster.NewProcessor, (processor, messages) =>
        {
            Assert.Empty(format.Read(messages[0].Body, out var work));
            return processor.ProcessAsync(work!, CancellationToken.None);
        });
        funds = new SessionWorkers<FundProcessor>(2, most: 50, () => Cluster.NewFund(), (fund, messages) =>
        {
            var read = messages.Select(message =>
            {
                Assert.Empty(requests.Read(message.Body, out var request));
                return request!;
            });
            return fund.SettleAsync([.. read], CancellationToken.None);
        });
        updates = new IntakeSlot(batch => Cluster.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None));
        fills = new IntakeSlot(batch => Cluster.NewRouter().RouteFillsAsync(batch, CancellationToken.None));
        timers = new IntakeSlot(async batch =>
        {
            foreach (var due in batch)
            {
                await (due.MessageId switch
                {
                    "sweep" => Cluster.NewSweeper().SweepAsync(CancellationToken.None),
                    "liquidate" => Cluster.NewLiquidationRunner().RunAsync(CancellationToken.None),
                    _ => Cluster.NewFund().ShareLossesAsync(CancellationToken.None),
                }).ConfigureAwait(false);
            }
        });
        prices = new IntakeSlot(batch => Cluster.NewIngestor().IngestAsync(batch, CancellationToken.None));
    }

    public Cluster Cluster { get; }

    public CrashBroker Broker { get; }

    public NeedCheck Needs { get; }

    public int Crashes { get; private set; }

    /// <summary>What the fund was asked, each once.</summary>
    public List<CoverageRequest> Requests { get; } = [];

    /// <summary>What the fund has settled, in order.</summary>
    public IReadOnlyList<FundSettlement> Settlements() => Cluster.Funds.Settlements(Cluster.Parameters.AccountCurrency);

    /// <summary>The whole crash, and the time after it until everything rests.</summary>
    public void Play()
    {
        prices.Waiting.Add(market.Tick(Cluster.Time.Now));
        Drain();
        updates.Waiting.AddRange(Broker.Statements());
        Drain();
        while (!market.IsOver)
        {
            Cluster.Time.Advance(TimeSpan.FromSeconds(random.Next(40, 80)));
            hostility = random.Next(8);
            prices.Waiting.Add(market.Tick(Cluster.Time.Now));
            Minute(trading: random.Next(4));
        }

        for (var minute = 0; minute < MinutesToRest && !IsAtRest(); minute++)
        {
            Cluster.Time.Advance(TimeSpan.FromMinutes(1));
            hostility = 0;
            Minute(trading: 4);
        }

        // The last word of the broker counts every entry, so both sides can be compared.
        for (var round = 0; round < 3; round++)
        {
            updates.Waiting.AddRange(Broker.Statements());
            Drain();
        }
    }

    public bool Strikes(int oneIn)
    {
        if (hostility == 0 || random.Next(oneIn) != 0)
        {
            return false;
        }

        hostility--;
        return true;
    }

    public void Crashed() => Crashes++;

    /// <summary>Where the fund stands.</summary>
    public FundState Fund() => JsonSerializer.Deserialize(Cluster.Funds.State(Cluster.Parameters.AccountCurrency)!.Body.Span, EngineJson.Default.FundState)!;

    private bool IsAtRest() => !Broker.HasOpenOrders && Fund().Unshared == 0 && Invariants.All(Cluster).All(a => a.Pools.All(p => p.Status is not (MarginStatus.Liquidating or MarginStatus.BadDebt)));

    private void Minute(int trading)
    {
        trades = trading;
        timers.Waiting.AddRange([Given.Message("sweep", "{}"), Given.Message("liquidate", "{}"), Given.Message("share", "{}")]);
        Drain();
    }

    private void Drain()
    {
        do
        {
            Act();
        }
        while (trades > 0 || scheduler.HasWaiting || shards.IsBusy || funds.IsBusy || updates.Waiting.Count > 0 || fills.Waiting.Count > 0 || timers.Waiting.Count > 0 || prices.Waiting.Count > 0
            || callsRead < Cluster.Bus.At(Entities.MarginCalls).Count || jobsRead < Cluster.Bus.At(Entities.LiquidationJobs).Count);
    }

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

        Collect(Entities.ShardWork, shards.Waiting);
        Requests.AddRange(Cluster.Bus.At(Entities.CoverageRequests).Select(m => JsonSerializer.Deserialize(m.Body.Span, EngineJson.Default.CoverageRequest)!));
        Collect(Entities.CoverageRequests, funds.Waiting);
        shards.Settle(random, this);
        funds.Settle(random, this);
        updates.Settle(this);
        fills.Settle(this);
        prices.Settle(this);
        timers.Settle(this);
    }

    private void Collect(string entity, List<OutgoingMessage> waiting)
    {
        waiting.AddRange(Cluster.Bus.At(entity));
        Cluster.Bus.At(entity).Clear();
    }

    private void StartSomething()
    {
        switch (random.Next(12))
        {
            case 0:
                updates.Start(random);
                break;
            case 1:
                fills.Start(random);
                break;
            case 2:
                prices.Start(random);
                break;
            case 10:
                timers.Start(random);
                break;
            case 3 when Strikes(3):
                shards.LoseALock(random, scheduler);
                break;
            case 4 when Strikes(3):
                funds.LoseALock(random, scheduler);
                break;
            case 5:
                ReadCalls();
                break;
            case 6:
                ReadJobs();
                break;
            case 7 when trades > 0:
                trades--;
                fills.Waiting.AddRange(Broker.Trade(MarkOf, Cluster.Time.Now));
                break;
            case 8 or 9:
                funds.Start(random, scheduler);
                break;
            default:
                shards.Start(random, scheduler);
                break;
        }
    }

    private decimal? MarkOf(string symbol) => Cluster.Marks.Now().FirstOrDefault(m => m.Symbol == symbol)?.Price;

    /// <summary>The broker books what it is told; now and then it says at once what the account has.</summary>
    private void ReadCalls()
    {
        var calls = Cluster.Bus.At(Entities.MarginCalls);
        for (; callsRead < calls.Count; callsRead++)
        {
            var message = JsonSerializer.Deserialize(calls[callsRead].Body.Span, EngineJson.Default.MarginCallMessage)!;
            if (Broker.Take(message) && random.Next(2) == 0)
            {
                updates.Waiting.Add(Broker.State(Broker.Accounts[message.AccountId]));
            }
        }
    }

    private void ReadJobs()
    {
        var jobs = Cluster.Bus.At(Entities.LiquidationJobs);
        for (; jobsRead < jobs.Count; jobsRead++)
        {
            Broker.Take(JsonSerializer.Deserialize(jobs[jobsRead].Body.Span, EngineJson.Default.LiquidationJob)!);
        }
    }
}
