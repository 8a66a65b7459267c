using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Shards;

/// <summary>More decisions at once than one transaction takes.</summary>
public sealed class ManyDecisionsTests : ShardProcessorScenario
{
    private static readonly RiskParameters ThreeHundred = Given.WithPerpetuals(Enumerable.Range(0, 300).Select(i => $"{new string('P', 59)}-{i:D4}"));

    public ManyDecisionsTests()
        : base(ThreeHundred)
    {
    }

    [Fact]
    public async Task Three_hundred_accounts_that_crash_at_once_are_liquidated_in_several_whole_transactions()
    {
        Cluster.Mark(ThreeHundred.Instruments[0].Symbol, 100);
        await Apply([.. Enumerable.Range(0, 300).Select(i => Given.Update($"A-{i:D3}", 1, [Given.Cross(ThreeHundred.Instruments[0].Symbol, 10, 100)], usdt: 100))]);
        var before = Cluster.Store.Commits(0);
        Cluster.Mark(ThreeHundred.Instruments[0].Symbol, 80);

        var report = await Reprice();

        Assert.Equal(300, report.Decisions);
        Assert.InRange(Cluster.Store.MostRows, 90, ShardTransaction.MaximumRows);

        // Four rows an account: itself, a decision, an event and a job; 24 accounts a transaction.
        Assert.Equal(13, Cluster.Store.Commits(0) - before);
        Assert.All(Cluster.Accounts(), a => Assert.Equal(MarginStatus.Liquidating, a.Status));
        Assert.Equal(300, Cluster.Jobs().Select(j => j.AccountId).Distinct().Count());
        Assert.Equal(300, Cluster.Calls().Count);
    }

    [Fact]
    public async Task Sixty_isolated_positions_of_one_account_are_liquidated_each_once()
    {
        await Isolate(60);
        Fall(60);

        var report = await Reprice();

        Assert.Equal((60, 0), (report.Decisions, report.MissedCrossings));
        AssertLiquidated(60);
    }

    [Fact]
    public async Task A_sweep_that_finds_more_than_one_transaction_takes_misses_nothing()
    {
        await Isolate(60);
        Fall(60);

        var report = await Sweep();

        Assert.Equal((60, 0), (report.Decisions, report.MissedCrossings));
        AssertLiquidated(60);
    }

    [Fact]
    public async Task A_worker_that_dies_half_way_leaves_bands_that_wake_its_successor()
    {
        await Isolate(60);
        Fall(60);
        await Crash("store.Commit v2 done", Reprice);
        Assert.Equal(24, Cluster.Account("A").DecisionCount);

        Assert.Equal([0], await Cluster.Bands.FindLeftAsync(ThreeHundred.Instruments[59].Symbol, 80, CancellationToken.None));
        var report = await Cluster.NewProcessor().ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.Equal((36, 0), (report.Decisions, report.MissedCrossings));
        AssertLiquidated(60);
    }

    [Fact]
    public async Task Three_hundred_isolated_positions_are_liquidated_in_transactions_that_fit()
    {
        await Isolate(300);
        Fall(300);

        var report = await Reprice();

        Assert.Equal(300, report.Decisions);
        AssertLiquidated(300);
    }

    private async Task Isolate(int count)
    {
        foreach (var instrument in ThreeHundred.Instruments.Take(count))
        {
            Cluster.Mark(instrument.Symbol, 100);
        }

        await Apply(Given.Update("A", 1, [.. ThreeHundred.Instruments.Take(count).Select(i => Given.Isolated(i.Symbol, 10, 100, 100))], usdt: 1));
    }

    private void Fall(int count)
    {
        foreach (var instrument in ThreeHundred.Instruments.Take(count))
        {
            Cluster.Mark(instrument.Symbol, 80);
        }
    }

    private void AssertLiquidated(int count)
    {
        Assert.All(Cluster.Account("A").Pools.Where(p => p.Pool != "cross"), p => Assert.Equal(MarginStatus.Liquidating, p.Status));
        Assert.Equal(count, Cluster.Jobs().Select(j => j.Pool).Distinct().Count());
        Assert.Equal((count, count), (Cluster.Jobs().Count, Cluster.Calls().Select(c => c.Id).Distinct().Count()));
        Assert.Empty(Cluster.Store.Rows(0, RowKeys.OutboxPrefix));
    }
}
