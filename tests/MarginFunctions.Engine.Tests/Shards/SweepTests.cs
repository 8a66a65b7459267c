using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Engine.Tests.Shards;

public sealed class SweepTests : ShardProcessorScenario
{
    public SweepTests()
        : base(Given.OneShard) => Cluster.Mark("BTC-PERP", 43_000);

    [Fact]
    public async Task A_sweep_expires_a_call_at_its_deadline_and_that_is_no_missed_crossing()
    {
        await Apply(Long("A", usdt: 195));
        Cluster.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        var reminder = await Sweep();
        Assert.Equal((1, 0), (reminder.Decisions, reminder.MissedCrossings));
        Cluster.Time.Advance(TimeSpan.FromTicks(1));

        var report = await Sweep();

        Assert.Equal((1, 0), (report.Decisions, report.MissedCrossings));
        Assert.Equal([MarginEventKind.Called, MarginEventKind.Reminder, MarginEventKind.Expired, MarginEventKind.Liquidating], Cluster.Calls().Select(c => c.Kind));
        Assert.Equal("A|cross|1", Cluster.Calls()[1].CallId);
        Assert.Equal(ShardWorkKind.Sweep, Cluster.Moved().Last().Cause);
    }

    [Fact]
    public async Task A_sweep_moves_decisions_to_history()
    {
        await Apply(Long("A", usdt: 195), Long("B", usdt: 10));

        await Sweep();

        Assert.Empty(Cluster.Decisions());
        Assert.Equal(["A|cross|1", "B|cross|1"], Cluster.Moved().Select(d => d.Id));
        Assert.Equal(1, Cluster.Account("A").DecisionCount);
    }

    [Theory]
    [InlineData("before they are stored", "history.Append 2")]
    [InlineData("between two of them", "history.Append…")]
    [InlineData("before they leave the shard", "store.Commit v2")]
    [InlineData("before anyone knows that they have left", "store.Commit v2 done")]
    public async Task A_move_that_died_is_done_again_without_doubles(string when, string point)
    {
        await Apply(Long("A", usdt: 195), Long("B", usdt: 10));
        await Crash(point, Sweep);

        await Cluster.NewProcessor().ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.True(Cluster.Decisions().Count == 0 && Cluster.Moved().Count == 2, when);
    }

    [Fact]
    public async Task More_than_a_hundred_decisions_are_moved_in_several_transactions()
    {
        await Apply([.. Enumerable.Range(0, 250).Select(i => Long($"A-{i:D3}", usdt: 195))]);

        await Sweep();

        Assert.Empty(Cluster.Decisions());
        Assert.Equal(250, Cluster.Moved().Count);
    }

    [Fact]
    public async Task A_quiet_sweep_writes_nothing()
    {
        await Apply(Long("A", usdt: 300));
        await Sweep();
        Cluster.Steps.Journal.Clear();

        var report = await Sweep();

        Assert.Equal(new ShardReport(0, 0, 0, Assessed: 1, 0, 0), report);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task A_change_that_bands_would_have_told_is_no_missed_crossing()
    {
        await Apply(Long("A", usdt: 300));
        Cluster.Mark("BTC-PERP", 42_900);

        var report = await Sweep();

        Assert.Equal((1, 0), (report.Decisions, report.MissedCrossings));
    }

    [Fact]
    public async Task A_change_inside_every_published_band_is_counted_as_missed()
    {
        await Apply(Long("A", usdt: 300));
        await Cluster.Bands.ReplaceAsync(0, 99, new Dictionary<string, PriceBand> { ["BTC-PERP"] = PriceBand.Everything }, CancellationToken.None);
        Cluster.Mark("BTC-PERP", 42_900);

        var report = await Cluster.NewProcessor().ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.Equal((1, 1), (report.Decisions, report.MissedCrossings));
    }

    [Fact]
    public async Task The_sweeper_asks_every_shard_once_a_minute_however_many_sweepers_there_are()
    {
        var cluster = new Cluster(Given.Sample);
        await cluster.NewSweeper().SweepAsync(CancellationToken.None);
        cluster.Time.Advance(TimeSpan.FromSeconds(59));
        await cluster.NewSweeper().SweepAsync(CancellationToken.None);
        Assert.Equal(64, cluster.Bus.At(Entities.ShardWork).Count);

        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await cluster.NewSweeper().SweepAsync(CancellationToken.None);

        Assert.Equal(128, cluster.Bus.At(Entities.ShardWork).Count);
        Assert.Equal("s|0063|202605191301", cluster.Bus.At(Entities.ShardWork)[^1].MessageId);
    }
}
