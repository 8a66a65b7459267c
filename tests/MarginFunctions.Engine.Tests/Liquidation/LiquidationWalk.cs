using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Liquidation;

/// <summary>A walk of prices over a few accounts, with fills in any order, twice, in part or never, an insurance fund that answers or not, and a process that dies between any two steps of its ports.</summary>
internal sealed class LiquidationWalk
{
    private static readonly RiskParameters Parameters = Given.WithLiquidation(withFund: true, change: d =>
    {
        Given.Cap(d, "BTC-PERP", 6);
        Given.Cap(d, "ETH-PERP", 90);
    });

    private readonly Random random;
    private readonly Cluster cluster = new(Parameters);
    private readonly Dictionary<string, TestBroker> brokers = [];
    private readonly List<AcceptedUpdate> sent = [];
    private readonly Dictionary<string, decimal> prices = new() { ["BTC-PERP"] = 43_000, ["BTC-USD"] = 43_000, ["ETH-PERP"] = 3_000, ["BTC-INV-PERP"] = 43_000 };
    private ShardProcessor processor;
    private int told;
    private int asked;
    private int lives;

    public LiquidationWalk(int seed)
    {
        random = new Random(seed);
        processor = cluster.NewProcessor();
    }

    /// <summary>Walks and checks after every step.</summary>
    /// <returns>How many jobs were issued.</returns>
    public async Task<int> RunAsync()
    {
        MovePrices(0);
        for (var n = 0; n < 3; n++)
        {
            await Do(Given.Work(Open($"A{n}").Whole()));
        }

        for (var step = 0; step < 40; step++)
        {
            MovePrices(0.01);
            cluster.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
            await Do(random.Next(3) switch { 0 => ShardWork.Sweep(0), 1 => ShardWork.Liquidate(0), _ => ShardWork.Reprice(0) });
            await Fill();
            await Answer();
            Check();
        }

        await Quiet();
        Check();
        return cluster.Jobs().Count(job => job.Scope != LiquidationJob.Cancel);
    }

    private TestBroker Open(string account)
    {
        var broker = new TestBroker(cluster, account).Has("USDT", random.Next(3_500, 9_000)).Has(Given.Cross("BTC-PERP", random.Next(1, 12), 43_000));
        if (random.Next(2) == 0)
        {
            broker.Has(Given.Cross("ETH-PERP", random.Next(-60, 60) + 0.5m, 3_000));
        }

        if (random.Next(3) == 0)
        {
            broker.Has(Given.Isolated("BTC-INV-PERP", random.Next(500, 4_000), 43_000, 0.06m));
        }

        if (random.Next(3) == 0)
        {
            broker.Has("BTC", 0.05m);
        }

        return brokers[account] = broker;
    }

    private void MovePrices(double width)
    {
        var move = 1 + (decimal)((random.NextDouble() - 0.53) * width);
        foreach (var (symbol, price) in prices.ToList())
        {
            prices[symbol] = decimal.Round(price * (symbol == "ETH-PERP" ? 1 + (move - 1) * 1.5m : move), 2);
            cluster.Mark(symbol, prices[symbol]);
        }
    }

    /// <summary>Does a piece of work; in one of six cases the process dies on the way, and another does it again.</summary>
    private async Task Do(ShardWork work)
    {
        var left = random.Next(6) == 0 ? random.Next(1, 20) : int.MaxValue;
        cluster.Steps.At = _ => --left == 0 ? throw new IOException("gone") : Task.CompletedTask;
        try
        {
            await processor.ProcessAsync(work, CancellationToken.None);
        }
        catch (IOException)
        {
            lives++;
            processor = cluster.NewProcessor();
            cluster.Steps.At = _ => Task.CompletedTask;
            await processor.ProcessAsync(work, CancellationToken.None);
        }

        cluster.Steps.At = _ => Task.CompletedTask;
    }

    private async Task Fill()
    {
        var fills = new List<AcceptedUpdate>();
        for (; told < cluster.Jobs().Count; told++)
        {
            var job = cluster.Jobs()[told];
            foreach (var order in job.Orders.Where(_ => random.Next(8) > 0))
            {
                for (var part = random.Next(1, 4); part > 0; part--)
                {
                    Trade(job, order, part == 1 && random.Next(4) > 0 ? 1 : (decimal)random.NextDouble(), fills);
                }
            }
        }

        // Some come at once, some again, some later and some never.
        sent.AddRange(fills);
        var now = sent.Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next()).ToArray();
        sent.RemoveAll(update => now.Contains(update) && random.Next(4) > 0);
        if (now.Length > 0)
        {
            await Do(new ShardWork(ShardWorkKind.Updates, 0, now));
        }

        foreach (var broker in brokers.Values.Where(_ => random.Next(3) == 0))
        {
            await Do(Given.Work(broker.Book().Whole()));
        }
    }

    /// <summary>A venue fills to where the order ends, and never beyond it.</summary>
    private void Trade(LiquidationJob job, Engine.Messages.LiquidationOrder order, decimal part, List<AcceptedUpdate> fills)
    {
        var broker = brokers[job.AccountId];
        var left = Math.Abs(broker.Held(order.Instrument) - order.ReduceTo!.Value);
        var isThere = order.Side == "sell" ? broker.Held(order.Instrument) > order.ReduceTo : broker.Held(order.Instrument) < order.ReduceTo;
        var size = Math.Min(Math.Min(left, order.Quantity), Math.Ceiling(left * part * 1_000) / 1_000);
        var mark = prices.GetValueOrDefault(order.Instrument == "BTC" ? "BTC-USD" : order.Instrument);
        var price = decimal.Round(mark * (1 + (order.Side == "sell" ? -1 : 1) * (decimal)random.NextDouble() * 0.001m), 2);
        if (isThere && size > 0 && (order.LimitPrice is not { } limit || (order.Side == "sell" ? price >= limit : price <= limit)))
        {
            fills.Add(broker.Fill(job, order.Instrument, size, price));
        }
    }

    private async Task Answer()
    {
        for (; asked < cluster.Requests().Count; asked++)
        {
            if (cluster.Requests()[asked] is { Kind: CoverageRequestKind.Bankrupt } request && random.Next(4) > 0)
            {
                var answer = new CoverageAnswer($"{request.AccountId}|{request.Pool}|a{asked}", CoverageAnswerKind.Backed, request.AccountId, request.Pool, request.Id, 0);
                await Do(new ShardWork(ShardWorkKind.Answers, 0, []) { Answers = [answer] });
                await Do(new ShardWork(ShardWorkKind.Answers, 0, []) { Answers = [answer] });
            }
        }
    }

    /// <summary>The market stands still, everything is filled and answered, all that was told is booked.</summary>
    private async Task Quiet()
    {
        for (var round = 0; round < 30; round++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(1));
            await Do(ShardWork.Sweep(0));
            foreach (var job in cluster.Jobs())
            {
                foreach (var order in job.Orders)
                {
                    var fills = new List<AcceptedUpdate>();
                    Trade(job, order with { LimitPrice = null }, 1, fills);
                    await Do(new ShardWork(ShardWorkKind.Updates, 0, fills));
                }
            }

            await Answer();
        }

        await Do(new ShardWork(ShardWorkKind.Updates, 0, sent));
        foreach (var broker in brokers.Values)
        {
            await Do(Given.Work(broker.Book().Whole()));
        }

        foreach (var account in cluster.Accounts())
        {
            Assert.True(account.Status < MarginStatus.Liquidating, $"{account.AccountId} is {account.Status} when all is filled, after {lives} lives");
            Assert.Equal([], account.Ledger?.Pending ?? []);
            Assert.Equal(brokers[account.AccountId].Cash, account.Holdings.Collateral.SingleOrDefault(c => c.Holding.Asset == "USDT")?.Holding.Quantity ?? 0);
        }
    }

    private void Check()
    {
        foreach (var account in cluster.Accounts())
        {
            var jobs = account.Jobs ?? [];
            Assert.All(jobs.Where(j => j.IsOpen).GroupBy(j => j.Pool), pool => Assert.Single(pool));
            Assert.All(jobs.SelectMany(j => j.Orders.Select(o => (Job: j, Order: o))), o => CheckCharged(o.Job, o.Order));
        }

        foreach (var decision in cluster.Decisions().Concat(cluster.Moved()).DistinctBy(d => d.Id))
        {
            CheckDecision(decision);
        }

        foreach (var job in cluster.Jobs().Where(j => j.Scope != LiquidationJob.Cancel).GroupBy(j => SliceMinute.Of(j.At)))
        {
            Assert.True(job.SelectMany(j => j.Orders).Where(o => o.Instrument == "BTC-PERP").Sum(o => o.Quantity) <= 6);
            Assert.True(job.SelectMany(j => j.Orders).Where(o => o.Instrument == "ETH-PERP").Sum(o => o.Quantity) <= 90);
        }

        Assert.Equal(cluster.Jobs().Count, cluster.Jobs().Select(j => (j.JobId, j.Scope == LiquidationJob.Cancel)).Distinct().Count());
        Assert.Equal(cluster.Requests().Count, cluster.Requests().Select(r => r.Id).Distinct().Count());
    }

    /// <summary>What has been charged for an order is what all that it has filled makes, and not a fill more.</summary>
    private static void CheckCharged(IssuedJob job, IssuedOrder order)
    {
        var due = OrderDue.Of(job, order, Parameters, Parameters.Liquidation!);
        Assert.True(order.Fee >= due.Fee && order.Covered >= due.Cover, $"{job.JobId} {order}");
        Assert.True(order.Fee <= Math.Max(0, job.Equity));
    }

    /// <summary>No job follows a restoration, and none closes more than its plan by its own record.</summary>
    private static void CheckDecision(DecisionRecord decision)
    {
        MadeAgain.Check(decision, Parameters);
        if (decision.Plan is not { } plan)
        {
            return;
        }

        Assert.True(decision.After.Status is MarginStatus.Liquidating or MarginStatus.BadDebt);
        Assert.True(decision.Equity < MarginLifecycle.RestoreLevel(decision.After, Parameters.Levels) * decision.Maintenance || decision.Maintenance == 0);
        if (plan.Outcome == LiquidationOutcome.Partial && plan.Orders is [{ Kind: LegKind.Position } order])
        {
            // One lot less would not have restored: what is above the level is less than a lot frees.
            var perUnit = order.Freed / Math.Abs(order.Trade);
            var lot = Parameters.Liquidation!.Terms.MarketOf(order.Name).Lot;
            Assert.InRange(plan.After.Equity - plan.Level * plan.After.Maintenance, 0, plan.Level * perUnit * lot + 0.00000002m);
        }
    }
}
