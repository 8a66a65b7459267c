using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Liquidation;

/// <summary>A minute takes three BTC-PERP of all accounts together. An account of ten that has 2,900 needs 1.848.</summary>
public sealed class SliceTests
{
    private static readonly RiskParameters Parameters = Given.WithLiquidation(shards: 2, change: d => Given.Cap(d, "BTC-PERP", 3));
    private static readonly string First = Given.AccountIn(0, 2, "A");
    private static readonly string Second = Given.AccountIn(1, 2, "B");

    private readonly Cluster cluster = new(Parameters);
    private readonly ShardProcessor processor;

    public SliceTests()
    {
        cluster.Mark("BTC-PERP", 43_000);
        processor = cluster.NewProcessor();
    }

    [Fact]
    public async Task Accounts_of_two_shards_together_order_no_more_than_the_minute_takes()
    {
        var (one, other) = (await Liquidate(First, 0), await Liquidate(Second, 1));

        Assert.Equal([1.848m, 1.152m], cluster.Jobs().Select(j => Assert.Single(j.Orders).Quantity));
        Assert.Equal(3, cluster.Slices.Granted("BTC-PERP", ManualTime.Start));

        // The second's order is filled and it needs more: this minute has none.
        await Work(1, other.Fill(cluster.Jobs()[1], "BTC-PERP", 1.152m, 43_000));
        Assert.Equal(2, cluster.Jobs().Count);

        // The next minute wakes its shard and takes the rest.
        await Work(0, one.Fill(cluster.Jobs()[0], "BTC-PERP", 1.848m, 43_000));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await cluster.NewLiquidationRunner().RunAsync(CancellationToken.None);
        var woken = Assert.Single(cluster.Bus.At(Entities.ShardWork));
        Assert.Equal("0001", woken.SessionId);
        Assert.Empty(new ShardWorkFormat(new HoldingsReader(Parameters)).Read(woken.Body, out var work));
        Assert.Equal(ShardWorkKind.Liquidate, work!.Kind);
        await processor.ProcessAsync(work, CancellationToken.None);

        Assert.Equal(3, cluster.Jobs().Count);
        // 2,900 less a fee of 74.304, and 2,504.64 of maintenance margin: 305.104 are short, at 1.07 % 28,514.4 of notional.
        Assert.Equal(0.664m, Assert.Single(cluster.Jobs()[2].Orders).Quantity);
    }

    [Fact]
    public async Task A_shard_that_was_refused_everything_is_woken_in_the_next_minute_and_not_before()
    {
        await Liquidate(First, 0, quantity: 100, cash: 50_000);
        await Liquidate(Second, 1);
        Assert.Equal(3, Assert.Single(Assert.Single(cluster.Jobs()).Orders).Quantity);
        Assert.Equal(MarginStatus.Liquidating, cluster.Account(Second, 1).Status);

        await cluster.NewLiquidationRunner().RunAsync(CancellationToken.None);
        Assert.Empty(cluster.Bus.At(Entities.ShardWork));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await cluster.NewLiquidationRunner().RunAsync(CancellationToken.None);

        // The first wanted more than three, too.
        Assert.Equal(["0000", "0001"], cluster.Bus.At(Entities.ShardWork).Select(m => m.SessionId));
        await cluster.NewLiquidationRunner().RunAsync(CancellationToken.None);
        Assert.Equal(2, cluster.Bus.At(Entities.ShardWork).Count);
        await processor.ProcessAsync(ShardWork.Liquidate(1), CancellationToken.None);
        Assert.Equal(1.848m, Assert.Single(cluster.Jobs()[1].Orders).Quantity);
    }

    [Fact]
    public async Task A_shard_that_was_refused_asks_no_more_in_the_same_minute_and_again_in_the_next()
    {
        var one = await Liquidate(First, 0);
        await Liquidate(Second, 1, quantity: 100, cash: 25_000);
        Assert.Equal([1.848m, 1.152m], cluster.Jobs().Select(j => Assert.Single(j.Orders).Quantity));
        await Work(0, one.Fill(cluster.Jobs()[0], "BTC-PERP", 1.848m, 43_000));
        int Asked() => cluster.Steps.Journal.Count(call => call.StartsWith("slices.Take", StringComparison.Ordinal));

        // The first shard has not been refused yet.
        cluster.Mark("BTC-PERP", 42_500);
        await processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);
        var asked = Asked();
        for (var n = 0; n < 3; n++)
        {
            await processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);
        }

        Assert.Equal(asked, Asked());
        Assert.Equal(2, cluster.Jobs().Count);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await processor.ProcessAsync(ShardWork.Liquidate(0), CancellationToken.None);
        Assert.Equal(asked + 1, Asked());
        Assert.Equal(First, cluster.Jobs()[2].AccountId);
    }

    [Fact]
    public async Task A_crash_between_taking_and_committing_takes_nothing_more_when_the_work_comes_again()
    {
        var broker = Broker(First, 10, 2_900);
        var update = broker.Whole();
        cluster.Steps.At = where => where == "store.Commit v1" ? throw new IOException("gone") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => processor.ProcessAsync(Given.Work(update), CancellationToken.None));
        Assert.Equal(1.848m, cluster.Slices.Granted("BTC-PERP", ManualTime.Start));
        Assert.Empty(cluster.Jobs());
        cluster.Steps.At = _ => Task.CompletedTask;

        await cluster.NewProcessor().ProcessAsync(Given.Work(update), CancellationToken.None);

        Assert.Equal(1.848m, Assert.Single(Assert.Single(cluster.Jobs()).Orders).Quantity);
        Assert.Equal(1.848m, cluster.Slices.Granted("BTC-PERP", ManualTime.Start));
    }

    [Fact]
    public async Task Slices_are_whole_lots_and_the_last_piece_of_a_position_may_be_a_part_of_one()
    {
        // 3.0004 contracts that nothing restores: three in this minute, and the rest, which is no lot, in the next.
        var parameters = Given.WithLiquidation(change: d =>
        {
            Given.Cap(d, "BTC-PERP", 3);
            d["liquidation"]!["markets"]![0]!["impact"] = "0.004";
        });
        var own = new Cluster(parameters);
        own.Mark("BTC-PERP", 10_000);
        var broker = new TestBroker(own, "A").Has(Given.Cross("BTC-PERP", 3.0004m, 10_000)).Has("USDT", 100);
        var worker = own.NewProcessor();
        await worker.ProcessAsync(Given.Work(broker.Whole()), CancellationToken.None);
        var first = Assert.Single(own.Jobs());
        Assert.Equal((LiquidationJob.Reduce, 3m, 0.0004m), (first.Scope, first.Orders[0].Quantity, first.Orders[0].ReduceTo));

        await worker.ProcessAsync(new ShardWork(ShardWorkKind.Updates, 0, [broker.Fill(first, "BTC-PERP", 3, 9_999)]), CancellationToken.None);
        own.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.ProcessAsync(ShardWork.Liquidate(0), CancellationToken.None);

        // What is left of it needs next to no margin: the pool is restored, or the rest goes in one piece.
        Assert.True(own.Account("A").Status < MarginStatus.Liquidating || own.Jobs()[^1].Orders[0].Quantity == 0.0004m);
    }

    [Fact]
    public async Task What_is_not_capped_asks_no_one()
    {
        var own = new Cluster(Given.WithLiquidation());
        own.Mark("BTC-PERP", 43_000);

        await own.NewProcessor().ProcessAsync(Given.Work(new TestBroker(own, "A").Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900).Whole()), CancellationToken.None);

        Assert.Single(own.Jobs());
        Assert.DoesNotContain(own.Steps.Journal, call => call.StartsWith("slices.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Minutes_that_are_long_over_are_forgotten()
    {
        await Liquidate(First, 0, quantity: 100, cash: 50_000);
        cluster.Time.Advance(TimeSpan.FromMinutes(11));

        await cluster.NewLiquidationRunner().RunAsync(CancellationToken.None);

        Assert.Equal(0, cluster.Slices.Granted("BTC-PERP", ManualTime.Start));
        Assert.Empty(cluster.Bus.At(Entities.ShardWork));
    }

    [Fact]
    public async Task Where_pools_are_closed_at_the_market_the_runner_does_nothing()
    {
        var own = new Cluster(Given.OneShard);

        await own.NewLiquidationRunner().RunAsync(CancellationToken.None);

        Assert.Empty(own.Steps.Journal);
    }

    private TestBroker Broker(string account, decimal quantity, decimal cash) => new TestBroker(cluster, account).Has(Given.Cross("BTC-PERP", quantity, 43_000)).Has("USDT", cash);

    private async Task<TestBroker> Liquidate(string account, int shard, decimal quantity = 10, decimal cash = 2_900)
    {
        var broker = Broker(account, quantity, cash);
        await processor.ProcessAsync(Given.Work(broker.Whole()) with { Shard = shard }, CancellationToken.None);
        return broker;
    }

    private Task Work(int shard, params AcceptedUpdate[] fills) => processor.ProcessAsync(new ShardWork(ShardWorkKind.Updates, shard, fills), CancellationToken.None);
}
