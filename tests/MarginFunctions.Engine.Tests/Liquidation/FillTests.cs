using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Liquidation;

/// <summary>Fills that are late, repeated, too large, of nobody's order, or never come.</summary>
public sealed class FillTests : LiquidationScenario
{
    public FillTests()
        : base(Given.WithLiquidation())
    {
    }

    [Fact]
    public async Task A_fill_that_comes_twice_is_charged_once()
    {
        var (broker, job) = await Liquidating();
        var fill = broker.Fill(job, "BTC-PERP", 1, 42_990);

        await Apply(fill);
        await Apply(fill);
        await Apply(fill, fill);

        Assert.Equal([-0.0015m * 42_990], Entries(AccountEntryKind.LiquidationFee));
    }

    [Fact]
    public async Task Fills_in_any_order_are_charged_as_the_last_of_them_alone()
    {
        var (broker, job) = await Liquidating();
        var first = broker.Fill(job, "BTC-PERP", 1, 42_990);
        var second = broker.Fill(job, "BTC-PERP", 0.848m, 42_980);

        await Apply(second);
        await Apply(first);

        // 0.15 % of 42,990 + 0.848 · 42,980.
        Assert.Equal(-0.0015m * (42_990 + 0.848m * 42_980), Entries(AccountEntryKind.LiquidationFee).Sum());
        Assert.Single(Entries(AccountEntryKind.LiquidationFee));
        Assert.Equal(8.152m, Cluster.Account("A").Holdings.Portfolio.Positions[0].Quantity);
    }

    [Fact]
    public async Task Fills_in_their_order_are_charged_part_by_part_to_the_same_sum()
    {
        var (broker, job) = await Liquidating();

        await Apply(broker.Fill(job, "BTC-PERP", 1, 42_990));
        await Apply(broker.Fill(job, "BTC-PERP", 0.848m, 42_980));

        Assert.Equal([-64.485m, -54.67056m], Entries(AccountEntryKind.LiquidationFee));
    }

    [Fact]
    public async Task More_than_was_ordered_is_a_fact_and_is_charged_for_what_was_ordered()
    {
        var (broker, job) = await Liquidating();

        var report = await Apply(broker.Fill(job, "BTC-PERP", 3, 43_000));

        Assert.Equal((1, 0), (report.Overfills, report.UnknownFills));
        Assert.Equal([-0.0015m * 1.848m * 43_000], Entries(AccountEntryKind.LiquidationFee));
        Assert.Equal(7, Cluster.Account("A").Holdings.Portfolio.Positions[0].Quantity);
    }

    [Theory]
    [InlineData("a job that never was", "A|cross|77", "BTC-PERP")]
    [InlineData("an order that the job does not have", "A|cross|1", "ETH-PERP")]
    public async Task A_fill_of_nobodys_order_states_facts_and_is_not_charged(string which, string jobId, string instrument)
    {
        await Liquidating();
        Cluster.Mark("ETH-PERP", 3_000);
        var stranger = Given.Update("A", 99, [Given.Cross("BTC-PERP", 9, 43_000)]) with { JobId = jobId, Fill = new OrderFill(jobId, instrument, 1, 43_000) };

        var report = await Apply(TestBroker.Message(stranger));

        Assert.True(report.UnknownFills == 1, which);
        Assert.Equal(9, Cluster.Account("A").Holdings.Portfolio.Positions[0].Quantity);
        Assert.Empty(Entries(AccountEntryKind.LiquidationFee));
    }

    [Fact]
    public async Task Of_an_order_that_is_never_filled_what_is_needed_is_planned_again_when_its_time_is_up()
    {
        var (broker, job) = await Liquidating();
        Cluster.Time.Advance(TimeSpan.FromSeconds(59));
        await Sweep();
        Assert.Single(Cluster.Jobs());

        Cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var report = await Sweep();

        Assert.Equal((1, 1), (report.ExpiredJobs, report.Jobs));
        var again = Cluster.Jobs()[1];
        Assert.NotEqual(job.JobId, again.JobId);
        Assert.Equal(Assert.Single(job.Orders), Assert.Single(again.Orders));

        // The venue had filled the first all the same: it ends where the second ends, and the two do not add up.
        await Apply(broker.Fill(job, "BTC-PERP", 1.848m, 43_000));
        Assert.All(Cluster.Account("A").Jobs!, j => Assert.NotNull(j.EndedAt));
        Assert.Equal(8.152m, Cluster.Account("A").Holdings.Portfolio.Positions[0].Quantity);
        Assert.Equal([-0.0015m * 1.848m * 43_000], Entries(AccountEntryKind.LiquidationFee));
        Assert.Equal(2, Cluster.Jobs().Count);
    }

    [Fact]
    public async Task Orders_of_jobs_that_follow_each_other_end_where_the_furthest_of_them_ends()
    {
        var (broker, job) = await Liquidating();
        await Apply(broker.Fill(job, "BTC-PERP", 0.5m, 43_000));
        Cluster.Mark("BTC-PERP", 42_950);
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Sweep();
        var second = Cluster.Jobs()[1];

        // Both are filled to their ends: what is left is what the lower of them leaves.
        var (first, further) = (Assert.Single(job.Orders), Assert.Single(second.Orders));
        await Apply(broker.Fill(job, "BTC-PERP", Math.Max(0, broker.Held("BTC-PERP") - first.ReduceTo!.Value), 42_950));
        await Apply(broker.Fill(second, "BTC-PERP", Math.Max(0, broker.Held("BTC-PERP") - further.ReduceTo!.Value), 42_950));

        Assert.Equal(Math.Min(first.ReduceTo!.Value, further.ReduceTo!.Value), Cluster.Account("A").Holdings.Portfolio.Positions[0].Quantity);
        CheckDecisions();
    }

    [Fact]
    public async Task A_late_fill_is_charged_for_an_hour_after_the_end_of_its_job()
    {
        var (broker, job) = await Liquidating();
        Cluster.Mark("BTC-PERP", 43_120);
        await Process(ShardWork.Reprice(0));
        var late = broker.Fill(job, "BTC-PERP", 1, 43_110);
        Cluster.Time.Advance(TimeSpan.FromMinutes(59));
        await Apply(broker.Whole() with { Positions = [], Collateral = [], Complete = false });
        await Apply(late);
        Assert.Single(Entries(AccountEntryKind.LiquidationFee));

        // When the hour is over the job is forgotten with the next change of the account's jobs.
        Cluster.Time.Advance(TimeSpan.FromMinutes(2));
        Cluster.Mark("BTC-PERP", 42_900);
        await Process(ShardWork.Reprice(0));
        Assert.Equal([Cluster.Jobs()[^1].JobId], Cluster.Account("A").Jobs!.Select(j => j.JobId));
        Assert.Equal(1, (await Apply(broker.Fill(job, "BTC-PERP", 0.848m, 42_900))).UnknownFills);
    }

    [Fact]
    public async Task Fees_never_take_more_than_the_pool_had_when_the_job_was_issued()
    {
        // One BTC-PERP of 43,000 requires 172 and has 50; 0.15 % of it would be 64.5.
        var broker = Broker().Has(Given.Cross("BTC-PERP", 1, 43_000)).Has("USDT", 50);
        await Apply(broker.Whole());
        await Apply(broker.Fill(Assert.Single(Cluster.Jobs()), "BTC-PERP", 1, 43_000));

        Assert.Equal([-50m], Entries(AccountEntryKind.LiquidationFee));
        Assert.Equal(0, Cluster.Account("A").Assessments[0].Equity);
    }

    [Fact]
    public async Task Work_that_died_after_its_commit_and_comes_again_charges_nothing_again()
    {
        var (broker, job) = await Liquidating();
        var fill = broker.Fill(job, "BTC-PERP", 1, 42_990);
        Cluster.Steps.At = where => where == "store.Commit v2 done" ? throw new IOException("gone") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => Apply(fill));
        Cluster.Steps.At = _ => Task.CompletedTask;

        Processor = Cluster.NewProcessor();
        await Apply(fill);

        Assert.Equal([-0.0015m * 42_990], Entries(AccountEntryKind.LiquidationFee));
    }

    [Fact]
    public async Task Entries_that_the_broker_has_booked_are_not_counted_twice()
    {
        var (broker, job) = await Liquidating();
        await Apply(broker.Fill(job, "BTC-PERP", 1.848m, 43_000));
        var equity = Cluster.Account("A").Assessments[0].Equity;

        await Apply(broker.Book().Whole());

        Assert.Equal(2_900 - 0.0015m * 1.848m * 43_000, equity);
        Assert.Equal(equity, Cluster.Account("A").Assessments[0].Equity);
        Assert.Empty(Cluster.Account("A").Ledger!.Pending);
    }

    private async Task<(TestBroker Broker, LiquidationJob Job)> Liquidating()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());
        return (broker, Assert.Single(Cluster.Jobs()));
    }
}
