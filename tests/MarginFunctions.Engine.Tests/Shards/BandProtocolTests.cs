using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Engine.Tests.Shards;

public sealed class BandProtocolTests : ShardProcessorScenario
{
    public BandProtocolTests()
        : base(Given.OneShard) => Cluster.Mark("BTC-PERP", 43_000);

    [Fact]
    public async Task A_tick_that_leaves_a_band_is_found_and_one_that_does_not_touches_no_account()
    {
        await Apply(Long("A", usdt: 300));

        await Tick("BTC-PERP", 42_960);
        Assert.Empty(Cluster.Bus.At(Entities.ShardWork));
        await Tick("BTC-PERP", 42_950);

        Assert.Equal(1, (await Drain(Processor)).Decisions);
        Assert.Equal(MarginStatus.Warned, Cluster.Account("A").Status);
    }

    [Fact]
    public async Task Bands_are_replaced_after_the_commit_and_only_under_its_version()
    {
        await Apply(Long("A", usdt: 300));
        Cluster.Steps.Journal.Clear();

        // Ten times the money: the band becomes wider.
        await Apply(Long("A", usdt: 3_000, sequence: 2));

        Assert.Equal(["store.Commit v2", "bands.Replace v2"], Writes());
    }

    [Fact]
    public async Task A_repricing_that_only_moves_bands_raises_the_version_for_it()
    {
        await Apply(Long("A", usdt: 300));
        Cluster.Mark("BTC-PERP", 42_950);
        await Reprice();
        Cluster.Mark("BTC-PERP", 43_300);
        Cluster.Steps.Journal.Clear();

        await Reprice();

        Assert.Equal(2, Writes().Count(w => w is "store.Commit v3" or "bands.Replace v3"));
    }

    [Fact]
    public async Task A_mark_written_between_narrowing_and_commit_is_assessed()
    {
        At("bands.Narrow v1", () => Tick("BTC-PERP", 42_900));

        await Apply(Long("A", usdt: 300));

        Assert.Empty(Cluster.Bus.At(Entities.ShardWork));
        Assert.Equal(MarginStatus.Called, Cluster.Account("A").Status);
    }

    [Fact]
    public async Task A_mark_written_after_the_last_look_at_marks_makes_a_repricing()
    {
        At("store.Commit v1", () => Tick("BTC-PERP", 42_900));

        await Apply(Long("A", usdt: 300));

        Assert.Equal(MarginStatus.Healthy, Cluster.Account("A").Status);
        Assert.Equal(1, (await Drain(Processor)).Decisions);
        Assert.Equal(MarginStatus.Called, Cluster.Account("A").Status);
    }

    /// <summary>
    /// The repricing of a mark must not be used up on a shard whose next commit was decided before the mark: a worker that has narrowed its bands, lost the shard and gone on would commit over it.
    /// </summary>
    [Fact]
    public async Task A_repricing_that_finds_nothing_still_stops_a_commit_that_was_decided_before_its_mark()
    {
        await Apply(Long("A", usdt: 300));
        var slow = Cluster.NewProcessor();
        At("store.Commit v2", async () =>
        {
            // Below the slow worker's new band, which is for two contracts; inside that of the one contract which is stored.
            await Tick("BTC-PERP", 42_990);
            Assert.Single(Cluster.Bus.At(Entities.ShardWork));
            Assert.Equal(0, (await Drain(Processor)).Decisions);
        });

        // Two contracts require 1 % less 50, 380 at 43,000: 580 is above the 570 of a warning, and 560 at 42,990 is below it.
        await slow.ProcessAsync(Given.Work(Long("A", usdt: 580, sequence: 2, quantity: 2)), CancellationToken.None);
        await Drain(Processor);

        Assert.Equal(MarginStatus.Warned, Cluster.Account("A").Status);
    }

    /// <summary>A predecessor commits first and widens after, so what a successor reads on loading may be widened before it has put its own version on the rows.</summary>
    [Fact]
    public async Task A_predecessors_late_widening_does_not_make_a_successor_trust_what_it_read()
    {
        // A is warned below 42,000, and with more money below 40,000: its worker commits that, and before it widens the band its successor loads.
        await Apply(Long("A", usdt: 1_252));
        var high = Cluster.Bands.Now(0)["BTC-PERP"].High;
        var successor = Cluster.NewProcessor();
        At("bands.Replace v2", async () =>
        {
            At("bands.Narrow v3", () => Cluster.Bands.ReplaceAsync(0, 2, new Dictionary<string, PriceBand> { ["BTC-PERP"] = new(40_001, high) }, CancellationToken.None));

            // B is warned below 41,500.
            await successor.ProcessAsync(Given.Work(Long("B", usdt: 1_749)), CancellationToken.None);
            AssertPublishedBandsHold();
        });
        await Apply(Long("A", usdt: 3_240, sequence: 2));

        // Then below 41,800, which is still wider than the 42,000 that the successor read, and narrower than the 41,500 that stand.
        await successor.ProcessAsync(Given.Work(Long("B", usdt: 1_450.8m, sequence: 2)), CancellationToken.None);

        AssertPublishedBandsHold();
    }

    [Fact]
    public async Task A_worker_that_loads_a_shard_again_looks_at_accounts_whose_rows_have_changed()
    {
        await Apply(Long("A", usdt: 300));
        await Apply(Long("B", usdt: 300));
        var other = Cluster.NewProcessor();

        Assert.Equal(2, (await other.ProcessAsync(ShardWork.Reprice(0), CancellationToken.None)).Assessed);
        Assert.Equal(0, (await Reprice()).Assessed);
        await other.ProcessAsync(Given.Work(Long("B", usdt: 290, sequence: 2)), CancellationToken.None);
        Assert.Equal(1, (await Reprice()).Assessed);
        AssertPublishedBandsHold();
    }

    [Fact]
    public async Task An_account_without_a_mark_keeps_its_status_names_the_symbol_and_is_assessed_when_the_mark_comes()
    {
        await Apply(Long("A", usdt: 195));
        await Apply(Given.Update("A", 2, [Given.Cross("ETH-PERP", 1, 2_300)]));

        Assert.Equal((MarginStatus.Called, "ETH-PERP"), (Cluster.Account("A").Status, Cluster.Account("A").Assessments[0].Missing));
        Assert.Equal(PriceBand.Nothing, Cluster.Bands.Now(0)["ETH-PERP"]);
        await Tick("ETH-PERP", 2_600);

        Assert.Equal(1, (await Drain(Processor)).Decisions);
        Assert.Equal((MarginStatus.Healthy, null), (Cluster.Account("A").Status, Cluster.Account("A").Assessments[0].Missing));
    }

    [Fact]
    public async Task A_symbol_that_nobody_depends_on_any_more_wakes_nobody()
    {
        await Apply(Long("A", usdt: 300));

        await Apply(Given.Update("A", 2, [], complete: true));

        Assert.Equal(PriceBand.Everything, Cluster.Bands.Now(0)["BTC-PERP"]);
    }

    /// <summary>No mark inside the published band changes the account's status.</summary>
    private void AssertPublishedBandsHold()
    {
        var band = Cluster.Bands.Now(0)["BTC-PERP"];
        var index = Cluster.Parameters.FindSymbol("BTC-PERP")!.Value;
        foreach (var account in Cluster.Accounts())
        {
            var resolved = Risk.Resolution.ResolvedPortfolio.Resolve(account.Portfolio(Cluster.Parameters.AccountCurrency), Cluster.Parameters);
            foreach (var end in new[] { band.Low, Math.Min(band.High, 1_000_000) })
            {
                Assert.DoesNotContain(PoolReview.Run(account, resolved, Cluster.MarkSet().With(index, end), Cluster.Time.Now).Changes, c => c.IsCrossing);
            }
        }
    }
}
