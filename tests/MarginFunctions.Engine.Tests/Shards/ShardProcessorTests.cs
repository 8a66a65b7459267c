using System.Diagnostics.Metrics;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Shards;

public sealed class ShardProcessorTests : ShardProcessorScenario
{
    public ShardProcessorTests()
        : base(Given.OneShard) => Cluster.Mark("BTC-PERP", 43_000);

    [Fact]
    public async Task An_update_that_breaches_leaves_a_called_row_a_decision_and_one_sent_message()
    {
        var report = await Apply(Long("A", usdt: 195));

        // 195 / 172 = 1.13…; released at 1.25 · 172 = 215.
        Assert.Equal(new ShardReport(Applied: 1, LateRows: 0, Refused: 0, Assessed: 1, Decisions: 1, MissedCrossings: 0), report);
        var pool = Assert.Single(Cluster.Account("A").Pools);
        Assert.Equal(new PoolState("cross", MarginStatus.Called, new MarginCall("A|cross|1", 20, ManualTime.Start, ManualTime.Start.AddHours(1))), pool);
        var decision = Assert.Single(Cluster.Decisions());
        Assert.Equal(("A|cross|1", 195m, 344m, 172m, ShardWorkKind.Updates), (decision.Id, decision.Equity, decision.Initial, decision.Maintenance, decision.Cause));
        Assert.Equal(43_000, decision.Marks["BTC-PERP"]);
        var sent = Assert.Single(Cluster.Bus.At(Entities.MarginCalls));
        Assert.Equal(($"0000|{RowKeys.Outbox(1)}", "called", null), (sent.MessageId, sent.Subject, sent.SessionId));
        var call = Assert.Single(Cluster.Calls());
        Assert.Equal(("A|cross|1|called", MarginEventKind.Called, "A|cross|1", 20m, "USDT"), (call.Id, call.Kind, call.CallId, call.Amount, call.Currency));
        Assert.Empty(Cluster.Store.Rows(0, RowKeys.OutboxPrefix));
    }

    [Theory]
    [InlineData("alpha:A", "alpha")]
    [InlineData("A", null)]
    public async Task What_is_sent_of_an_account_says_whose_it_is(string account, string? broker)
    {
        await Apply(Long(account, usdt: 100));

        Assert.Equal(broker, Assert.Single(Cluster.Bus.At(Entities.MarginCalls)).BrokerId);
        Assert.Equal(broker, Assert.Single(Cluster.Bus.At(Entities.LiquidationJobs)).BrokerId);
    }

    [Fact]
    public async Task The_age_of_the_oldest_message_is_measured_when_it_is_sent()
    {
        var ages = new List<double>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => EnableOutboxAge(instrument, self) };
        listener.SetMeasurementEventCallback<double>((_, age, _, _) => ages.Add(age));
        listener.Start();
        await Crash("bus.Send 1", () => Apply(Long("A", usdt: 195)));
        ages.Clear();
        Cluster.Time.Advance(TimeSpan.FromSeconds(90));

        await Cluster.NewProcessor().ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.Equal(90, Assert.Single(ages));

        // Only this cluster's: tests run side by side.
        void EnableOutboxAge(Instrument instrument, MeterListener self)
        {
            if (instrument.Name == EngineMetrics.OutboxAge && ReferenceEquals(instrument.Meter, Cluster.Meter))
            {
                self.EnableMeasurementEvents(instrument);
            }
        }
    }

    [Fact]
    public async Task Bands_are_narrowed_before_the_commit_and_messages_sent_after_it()
    {
        await Apply(Long("A", usdt: 195));

        Assert.Equal(["bands.Narrow v1", "store.Commit v1", "bus.Send 1", "store.DeleteOutbox 1"], Writes());
    }

    [Fact]
    public async Task A_liquidation_sends_a_job_that_closes_the_pool_in_the_accounts_session()
    {
        await Apply(Given.Update("A", 1, [Given.Cross("BTC-PERP", 1, 43_000), Given.Cross("BTC-29MAR30", -2, 43_000)], usdt: 10));
        Cluster.Mark("BTC-29MAR30", 43_000);
        await Reprice();

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal(("A|cross|1", LiquidationJob.CloseEverything), (job.JobId, job.Scope));
        Assert.Equal(
            [new LiquidationOrder("BTC-29MAR30", "buy", 2, ReduceOnly: true), new LiquidationOrder("BTC-PERP", "sell", 1, ReduceOnly: true)], job.Orders);
        Assert.Equal("A", Assert.Single(Cluster.Bus.At(Entities.LiquidationJobs)).SessionId);
    }

    [Fact]
    public async Task An_update_sent_again_changes_nothing()
    {
        await Apply(Long("A", usdt: 195));
        var before = (Cluster.Store.Header(0), Cluster.Store.Rows(0, "").Count, Cluster.Calls().Count);

        var report = await Apply(Long("A", usdt: 195));

        Assert.Equal(new ShardReport(0, LateRows: 2, 0, 0, 0, 0), report);
        Assert.Equal(before, (Cluster.Store.Header(0), Cluster.Store.Rows(0, "").Count, Cluster.Calls().Count));
    }

    [Fact]
    public async Task A_failure_between_two_transactions_of_one_piece_of_work_leaves_no_memory_behind()
    {
        // An account's row, its decision and its message: 33 accounts fill a transaction.
        var updates = Enumerable.Range(0, 40).Select(n => Long($"A-{n:D2}", usdt: 195)).ToArray();

        await Crash("store.Commit v2", () => Apply(updates));
        await Apply(updates);

        Assert.Equal(updates.Select(u => u.AccountId), Cluster.Calls().Select(c => c.AccountId).Order(StringComparer.Ordinal));
        Assert.All(updates, u => Assert.Equal(1, Cluster.Account(u.AccountId).DecisionCount));
    }

    [Fact]
    public async Task Messages_left_by_a_crash_are_sent_before_anything_else()
    {
        await Crash("bus.Send 1", () => Apply(Long("A", usdt: 195)));
        Assert.Single(Cluster.Store.Rows(0, RowKeys.OutboxPrefix));
        Cluster.Steps.Journal.Clear();

        await Cluster.NewProcessor().ProcessAsync(Given.Work(Long("B", usdt: 300)), CancellationToken.None);

        Assert.Equal(["bus.Send 1", "store.DeleteOutbox 1", "bands.Narrow v2", "store.Commit v2"], Writes().Take(4));
        Assert.Equal("A", Assert.Single(Cluster.Calls()).AccountId);
    }

    [Theory]
    [InlineData("before the commit", "store.Commit v1")]
    [InlineData("after the commit, before its reply", "store.Commit v1 done")]
    [InlineData("after sending", "bus.Send…")]
    [InlineData("before deleting what was sent", "store.DeleteOutbox 1")]
    public async Task Work_that_died_and_comes_again_is_done_once(string when, string point)
    {
        await Crash(point, () => Apply(Long("A", usdt: 195)));

        await Cluster.NewProcessor().ProcessAsync(Given.Work(Long("A", usdt: 195)), CancellationToken.None);

        Assert.True(Cluster.Calls().Count == 1 && Cluster.Decisions().Count == 1, when);
        Assert.Empty(Cluster.Store.Rows(0, RowKeys.OutboxPrefix));
        Assert.Equal(1, Cluster.Account("A").DecisionCount);
    }

    [Fact]
    public async Task When_another_writer_commits_first_the_work_is_done_again_on_what_it_wrote()
    {
        await Apply(Long("A", usdt: 300));
        At("store.Commit v2", () => Cluster.NewProcessor().ProcessAsync(Given.Work(Long("B", usdt: 195), Long("A", usdt: 195, sequence: 2)), CancellationToken.None));

        await Apply(Long("A", usdt: 250, sequence: 3), Long("C", usdt: 300));

        Assert.Equal(["A", "B", "C"], Cluster.Accounts().Select(a => a.AccountId));
        Assert.Equal((3, 250m), (Cluster.Account("A").Holdings.LastSequence, Cluster.Account("A").Holdings.Portfolio.Collateral[0].Quantity));

        // The other writer's messages are not lost either, and the account was called by it, then released to warned.
        Assert.Equal(["A|cross|1|called", "A|cross|2|met", "B|cross|1|called"], Cluster.Calls().Select(c => c.Id).Order());
    }

    [Fact]
    public async Task A_shard_that_others_keep_changing_is_left_for_later_with_nothing_half_done()
    {
        var others = 0;
        Cluster.Steps.At = where => where.StartsWith("store.Commit", StringComparison.Ordinal) && !where.EndsWith("done", StringComparison.Ordinal) ? Overtake() : Task.CompletedTask;
        async Task Overtake()
        {
            var header = Cluster.Store.Header(0);
            var at = Cluster.Steps.At;
            Cluster.Steps.At = _ => Task.CompletedTask;
            await Cluster.Store.CommitAsync(new ShardTransaction(0, new ShardHeader((header?.Header.Version ?? 0) + 1, $"other-{++others}", 1), header?.ETag, []), CancellationToken.None);
            Cluster.Steps.At = at;
        }

        await Assert.ThrowsAsync<ShardContendedException>(() => Apply(Long("A", usdt: 195)));

        Assert.Equal(8, others);
        Assert.Empty(Cluster.Accounts());
        Assert.Empty(Cluster.Calls());
    }

    [Fact]
    public async Task A_warm_shard_is_read_by_its_header_alone()
    {
        await Apply(Long("A", usdt: 300));
        Cluster.Steps.Journal.Clear();

        await Apply(Long("A", usdt: 301, sequence: 2));

        Assert.Equal("store.ReadHeader", Cluster.Steps.Journal[0]);
        Assert.DoesNotContain("store.Load", Cluster.Steps.Journal);
    }

    [Fact]
    public async Task An_isolated_position_that_is_closed_meets_its_call_and_leaves_no_pool()
    {
        await Apply(Given.Update("A", 1, [Given.Isolated("BTC-PERP", 1, 43_000, 195)]));
        Assert.Equal(MarginStatus.Called, Cluster.Account("A").Pools.Single(p => p.Pool == "BTC-PERP").Status);

        await Apply(Given.Update("A", 2, [Given.Isolated("BTC-PERP", 0, 0, 0)]));

        Assert.Equal(["cross"], Cluster.Account("A").Pools.Select(p => p.Pool));
        Assert.Equal(["A|BTC-PERP|1|called", "A|BTC-PERP|2|met"], Cluster.Calls().Select(c => c.Id));
        Assert.Equal("A|BTC-PERP|1", Cluster.Calls()[1].CallId);
    }

    [Fact]
    public async Task A_liquidated_isolated_position_that_is_closed_is_closed_without_debt()
    {
        await Apply(Given.Update("A", 1, [Given.Isolated("BTC-PERP", 1, 43_000, 10)]));

        await Apply(Given.Update("A", 2, [], complete: true));

        Assert.Equal([MarginEventKind.Liquidating, MarginEventKind.Closed], Cluster.Calls().Select(c => c.Kind));
    }

    [Fact]
    public async Task Updates_of_one_account_in_one_chunk_are_one_decision()
    {
        await Apply(Long("A", usdt: 195, sequence: 3), Long("A", usdt: 10, sequence: 1), Long("A", usdt: 20, sequence: 2));

        Assert.Equal(MarginEventKind.Called, Assert.Single(Cluster.Calls()).Kind);
    }
}
