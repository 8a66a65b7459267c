using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Shards;

/// <summary>
/// One BTC-PERP at 43,000 requires 172: a call is made below 206.4 and released at 215, a warning at 266.6. The sample draws the reserve first and lends at 8 % a year.
/// </summary>
public sealed class CoverTests : ShardProcessorScenario
{
    public CoverTests()
        : base(Given.OneShard) => Cluster.Mark("BTC-PERP", 43_000);

    private AccountState Account => Cluster.Account("A");

    [Fact]
    public async Task A_reserve_spares_a_call_and_counts_at_once()
    {
        await Apply(Covered(usdt: 200, reserve: 100, minimum: 20, line: 500));

        Assert.Equal([MarginEventKind.Warning, MarginEventKind.Booked], Cluster.Calls().Select(c => c.Kind));
        Assert.All(Cluster.Calls(), c => Assert.Equal((215m, MarginStatus.Warned), (c.Equity, c.Status)));
        Assert.Equal(new AccountLedgerEntry(1, AccountEntryKind.ReserveTransfer, 15, ManualTime.Start, "A|cross|1"), Assert.Single(Cluster.Calls()[1].Entries!));
        Assert.Equal((215m, 1.25m), (Account.Assessments[0].Equity, Account.Assessments[0].MarginRatio));
        Assert.Equal((1L, 0m, 215m), (Account.Ledger!.Count, Account.Ledger.Loan, Account.Cash("USDT")));
        MadeAgain.Check(Assert.Single(Cluster.Decisions()), Cluster.Parameters);
    }

    [Fact]
    public async Task What_the_reserve_lacks_is_lent_and_what_the_line_lacks_is_called()
    {
        await Apply(Covered(usdt: 180, reserve: 30, minimum: 20, line: 12.5m));

        // 215 − 180 − 10 − 12.5
        var called = Cluster.Calls()[0];
        Assert.Equal((MarginEventKind.Called, 202.5m, 12.5m), (called.Kind, called.Equity, called.Amount));
        Assert.Equal([(AccountEntryKind.ReserveTransfer, 10m), (AccountEntryKind.LoanDraw, 12.5m)], Cluster.Calls()[1].Entries!.Select(e => (e.Kind, e.Amount)));
        var decision = Assert.Single(Cluster.Decisions());
        Assert.Equal([new CoverAmount(CoverSource.Reserve, 10), new(CoverSource.Loan, 12.5m)], decision.Cover!);
        Assert.Equal(decision.Cover!, decision.Drawn!);
        Assert.Equal(180, decision.Equity);
        MadeAgain.Check(decision, Cluster.Parameters);
    }

    [Fact]
    public async Task Bands_are_those_of_the_pool_with_the_money_counted()
    {
        await Apply(Covered(usdt: 200, reserve: 100, minimum: 0, line: 0));

        await Tick("BTC-PERP", 42_992);
        Assert.Equal(0, (await Drain(Processor)).Assessed);

        // 215 − 10 is below 1.2 · 171.96; up to 1.25 · 171.96 it lacks 9.95
        await Tick("BTC-PERP", 42_990);
        var report = await Drain(Processor);

        Assert.Equal((1, 0), (report.Decisions, report.MissedCrossings));
        Assert.Equal([15m, 9.95m], Account.Ledger!.Pending.Select(e => e.Amount));
        Assert.Equal(MarginStatus.Warned, Account.Status);
        Assert.Equal(["warning", "booked", "booked"], Cluster.Bus.At("margin-calls").Select(m => m.Subject));
    }

    [Fact]
    public async Task An_entry_leaves_when_the_cash_and_the_reserve_count_it()
    {
        await Apply(Covered(usdt: 200, reserve: 100, minimum: 20, line: 500));

        await Apply(Given.Update("A", 2, [], usdt: 215) with { LedgerThrough = 1 });
        Assert.Equal((1, 215m), (Account.Ledger!.Pending.Count, Account.Cash("USDT")));

        // The reserve of 100 does not count the transfer: 65 are left of it above its minimum, and 20 of them are needed.
        await Apply(Given.Update("A", 3, [], usdt: 195) with { LedgerThrough = 1 });
        Assert.Equal((2, 215m), (Account.Ledger!.Pending.Count, Account.Cash("USDT")));
        Assert.Equal(65, Cluster.Decisions()[^1].Cover![0].Amount);

        await Apply(Given.Update("A", 4, [], usdt: 215) with { LedgerThrough = 2, Cover = new CoverFacts(65, 20, 500) });
        Assert.Equal((0, 2L, 215m), (Account.Ledger!.Pending.Count, Account.Ledger.Count, Account.Cash("USDT")));
    }

    [Fact]
    public async Task Interest_is_charged_by_whole_hours_however_often_one_looks()
    {
        await Apply(Covered(usdt: 115, line: 500));
        Assert.Equal((100m, ManualTime.Start), (Account.Ledger!.Loan, Account.Ledger.InterestThrough));

        Cluster.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await Sweep();
        Assert.Single(Account.Ledger!.Pending);

        // 100 · 0.08/8,760 is 0.000913242, rounded up; it takes the pool below no level that anything is decided at.
        Cluster.Time.Advance(TimeSpan.FromTicks(1));
        var report = await Sweep();
        Assert.Equal((0, 0), (report.Decisions, report.MissedCrossings));
        Assert.Equal((AccountEntryKind.LoanInterest, -0.00091325m, "A|loan"), Account.Ledger!.Pending.Select(e => (e.Kind, e.Amount, e.Reference)).Last());

        Cluster.Time.Advance(TimeSpan.FromHours(2.5));
        await Sweep();
        await Sweep();
        Assert.Equal((3, -0.0018265m, ManualTime.Start.AddHours(3)), (Account.Ledger!.Pending.Count, Account.Ledger.Pending[^1].Amount, Account.Ledger.InterestThrough));
        Assert.Equal(215 - 0.00273975m, Account.Cash("USDT"));
    }

    [Fact]
    public async Task An_account_that_has_nothing_left_is_charged_when_it_has_something_again()
    {
        await Apply(Covered(usdt: 115, line: 500));
        await Apply(Given.Update("A", 2, [], usdt: 0, complete: true) with { LedgerThrough = 1 });
        Cluster.Time.Advance(TimeSpan.FromHours(3));
        await Sweep();
        Assert.Equal((1L, 100m), (Account.Ledger!.Count, Account.Ledger.Loan));

        await Apply(Given.Update("A", 3, [], usdt: 1) with { LedgerThrough = 1 });

        Assert.Equal((AccountEntryKind.LoanInterest, -0.00273975m), Account.Ledger!.Pending.Select(e => (e.Kind, e.Amount)).First());
    }

    [Fact]
    public async Task Interest_that_takes_a_pool_below_a_level_is_no_missed_crossing()
    {
        // Warned at 258, the warning's own level, by what was lent before.
        await Apply(Covered(usdt: 115, line: 500));
        await Apply(Given.Update("A", 2, [], usdt: 106.4m + 0.0001m));
        Assert.Equal(MarginStatus.Warned, Account.Status);
        Cluster.Time.Advance(TimeSpan.FromHours(1));

        var report = await Sweep();

        // 206.4001 less 0.00091325 is below 206.4: more is drawn.
        Assert.Equal((1, 0), (report.Decisions, report.MissedCrossings));
        Assert.Equal(215, Account.Assessments[0].Equity);
    }

    [Fact]
    public async Task Interest_runs_on_while_a_mark_is_missing_and_is_told_without_equity()
    {
        await Apply(Covered(usdt: 115, line: 500));
        await Apply(Given.Update("A", 2, [Given.Cross("ETH-PERP", 1, 2_000)]));
        Cluster.Time.Advance(TimeSpan.FromHours(1));

        await Sweep();

        var booked = Cluster.Calls()[^1];
        Assert.Equal((MarginEventKind.Booked, null, AccountEntryKind.LoanInterest), (booked.Kind, booked.Equity, Assert.Single(booked.Entries!).Kind));
    }

    [Fact]
    public async Task A_loan_is_paid_back_from_what_is_above_the_warning_interest_first()
    {
        await Apply(Covered(usdt: 115, line: 500));
        Cluster.Time.Advance(TimeSpan.FromMinutes(10));

        // 115 + 100 + 111.6 is 60 above the warning's release. The hour that has begun costs 0.00091325.
        await Apply(Given.Update("A", 2, [], usdt: 226.6m));

        Assert.Equal([100, -0.00091325m, -59.99908675m], Account.Ledger!.Pending.Select(e => e.Amount));
        Assert.Equal((40.00091325m, ManualTime.Start.AddHours(1)), (Account.Ledger.Loan, Account.Ledger.InterestThrough));
        Assert.Equal((266.6m, MarginStatus.Healthy), (Account.Assessments[0].Equity, Account.Status));
        Assert.Equal(0, (await Sweep()).Decisions);
        Assert.Equal(3, Account.Ledger!.Count);

        await Apply(Given.Update("A", 3, [], usdt: 1_000));
        Assert.Equal((0m, null), (Account.Ledger!.Loan, Account.Ledger.InterestThrough));
        Assert.Equal((AccountEntryKind.LoanRepayment, -40.00091325m), Account.Ledger.Pending.Select(e => (e.Kind, e.Amount)).Last());
    }

    [Theory]
    [InlineData("less than a twentieth is dust", 4.99, 1)]
    [InlineData("a twentieth is paid", 5, 2)]
    public async Task Dust_is_not_paid_back(string sentence, double above, int entries)
    {
        await Apply(Covered(usdt: 115, line: 500));

        await Apply(Given.Update("A", 2, [], usdt: 166.6m + (decimal)above));
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Sweep();

        Assert.True(Account.Ledger!.Count == entries, $"{sentence}: {Account.Ledger.Count}");
    }

    [Fact]
    public async Task Only_cash_pays_a_loan_back()
    {
        Cluster.Mark("BTC-USD", 43_000);
        await Apply(Covered(usdt: 115, line: 500));

        // All of the cash is the loan's own money, less a debit balance.
        await Apply(Given.Update("A", 2, [], usdt: -90) with { Collateral = [new("USDT", -90), new("BTC", 1)] });

        Assert.Equal([100m, -10m], Account.Ledger!.Pending.Where(e => e.Kind != AccountEntryKind.LoanInterest).Select(e => e.Amount));
        Assert.Equal(0, Account.Cash("USDT"));
    }

    [Fact]
    public async Task A_line_that_is_cut_takes_the_loan_off_equity()
    {
        await Apply(Covered(usdt: 115, line: 500));

        await Apply(Given.Update("A", 2, []) with { Cover = new CoverFacts(0, 0, 70) });

        // 215 less 30 that are owed beyond the line
        Assert.Equal((185m, MarginStatus.Called, 30m), (Account.Assessments[0].Equity, Account.Status, Account.Pools[0].Call!.Amount));
        Assert.Equal(100, Cluster.Decisions()[^1].Loan);
        MadeAgain.Check(Cluster.Decisions()[^1], Cluster.Parameters);

        // What is beyond the line is paid from cash without costing equity: 185 + 81.6 stays at the warning's release.
        await Apply(Given.Update("A", 3, [], usdt: 115 + 81.7m));
        Assert.Equal(AccountEntryKind.LoanRepayment, Account.Ledger!.Pending[^1].Kind);
        Assert.InRange(Account.Ledger.Loan, 69.8m, 70);
        Assert.InRange(Account.Assessments[0].Equity!.Value, 266.6m, 266.60000001m);
    }

    [Fact]
    public async Task A_higher_line_answers_an_open_call()
    {
        await Apply(Covered(usdt: 200, line: 5));
        Assert.Equal((MarginStatus.Called, 10m), (Account.Status, Account.Pools[0].Call!.Amount));

        await Apply(Given.Update("A", 2, []) with { Cover = new CoverFacts(0, 0, 100) });

        Assert.Equal([MarginEventKind.Called, MarginEventKind.Booked, MarginEventKind.Met, MarginEventKind.Booked], Cluster.Calls().Select(c => c.Kind));
        Assert.Equal(15, Account.Ledger!.Loan);
    }

    [Fact]
    public async Task A_liquidation_that_draws_in_part_issues_no_second_job()
    {
        await Apply(Covered(usdt: 100, line: 5));
        await Apply(Given.Update("A", 2, []) with { Cover = new CoverFacts(7, 0, 5) });

        Assert.Equal((MarginStatus.Liquidating, "A|cross|1"), (Account.Status, Account.Pools[0].JobId));
        Assert.Single(Cluster.Jobs());
        Assert.Equal(2, Account.DecisionCount);
        Assert.All(Cluster.Decisions(), d => MadeAgain.Check(d, Cluster.Parameters));
    }

    [Theory]
    [InlineData("that were never made", 2, "counts ledger entries that the account does not have: its last is number 1")]
    [InlineData("that fall behind an older word", 0, "must not fall from one sequence to the next: collateral in USDT counted 1")]
    public async Task Facts_that_count_entries_are_refused_by_name(string which, long through, string reason)
    {
        await Apply(Covered(usdt: 200, reserve: 100, minimum: 0, line: 0));
        await Apply(Given.Update("A", 2, [], usdt: 215) with { LedgerThrough = 1 });

        var report = await Apply(Given.Update("A", 3, [], usdt: 500) with { LedgerThrough = through }, Given.Update("A", 4, [Given.Cross("BTC-PERP", 0.5m, 43_000)]));

        Assert.True((1, 1) == (report.Applied, report.Refused), which);
        var rejection = Assert.Single(Cluster.Rejections());
        Assert.Equal(("A", "m-A-3"), (rejection.AccountId, rejection.MessageId));
        var problem = Assert.Single(rejection.Problems);
        Assert.Equal(("ledgerThrough", $"{through}"), (problem.Field, problem.Value));
        Assert.StartsWith(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal(215, Account.Cash("USDT"));
    }

    [Fact]
    public async Task More_refusals_of_one_account_than_a_transaction_takes_are_all_told()
    {
        await Apply([.. Enumerable.Range(1, 230).Select(sequence => Given.Update("A", sequence, [], usdt: 1) with { LedgerThrough = 1 })]);

        Assert.Equal(230, Cluster.Rejections().Select(r => r.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_broker_that_books_nothing_is_not_lent_more_and_owes_its_interest_all_the_same()
    {
        await Apply(Covered(usdt: 115, line: 500));
        for (var hour = 0; hour < 120; hour++)
        {
            Cluster.Time.Advance(TimeSpan.FromHours(1));
            await Sweep();
        }

        Assert.Equal((AccountCover.MostPending, ManualTime.Start.AddHours(99)), (Account.Ledger!.Pending.Count, Account.Ledger.InterestThrough));

        // 206.4 and below it is called: the line would have it.
        await Apply(Given.Update("A", 2, [], usdt: 105));
        Assert.Equal(MarginStatus.Called, Account.Status);

        await Apply(Given.Update("A", 3, [], usdt: 205) with { LedgerThrough = 100 });
        Assert.Equal([-21 * 0.00091325m], Account.Ledger!.Pending.Where(e => e.Kind == AccountEntryKind.LoanInterest).Select(e => e.Amount));
        Assert.Equal(MarginStatus.Warned, Account.Status);
    }

    [Theory]
    [InlineData("before anything is stored", "store.Commit v1")]
    [InlineData("before anything is sent", "store.Commit v1 done")]
    [InlineData("before what is sent is deleted", "store.DeleteOutbox")]
    public async Task A_draw_that_died_happens_once(string when, string point)
    {
        Cluster.Steps.Journal.Clear();
        var update = Covered(usdt: 200, reserve: 100, minimum: 20, line: 500);
        At(point, () => throw new IOException("gone"));
        await Record.ExceptionAsync(() => Apply(update));

        var successor = Cluster.NewProcessor();
        await successor.ProcessAsync(Given.Work(update), CancellationToken.None);
        await successor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.True(Account.Ledger!.Count == 1 && Account.Cash("USDT") == 215, when);
        Assert.Single(Cluster.Calls().Where(c => c.Kind == MarginEventKind.Booked).Select(c => c.Id).Distinct());
    }

    [Theory]
    [InlineData("a call that is still open has expired", 195, MarginEventKind.Expired)]
    [InlineData("a call that was answered meanwhile is met", 900, MarginEventKind.Met)]
    public async Task A_deadline_that_passes_while_a_mark_is_missing_is_decided_at_the_first_look_with_it(string sentence, int usdt, MarginEventKind told)
    {
        await Apply(Long("A", usdt: 195));
        await Apply(Given.Update("A", 2, [Given.Cross("ETH-PERP", 0.001m, 2_000)], usdt));
        Cluster.Time.Advance(TimeSpan.FromHours(2));
        await Sweep();
        Assert.Equal([MarginEventKind.Called], Cluster.Calls().Select(c => c.Kind));
        Assert.Equal("ETH-PERP", Account.Assessments[0].Missing);

        await Tick("ETH-PERP", 2_000);
        await Drain(Processor);

        Assert.True(Cluster.Calls()[1].Kind == told, $"{sentence}: {Cluster.Calls()[1].Kind}");
        Assert.Equal("A|cross|1", Cluster.Calls()[1].CallId);
    }

    [Fact]
    public async Task A_pool_that_falls_again_after_its_release_is_called_anew()
    {
        await Apply(Long("A", usdt: 195));
        Cluster.Time.Advance(TimeSpan.FromMinutes(50));
        await Sweep();
        await Apply(Given.Update("A", 2, [], usdt: 215));
        await Apply(Given.Update("A", 3, [], usdt: 205));

        Assert.Equal([MarginEventKind.Called, MarginEventKind.Reminder, MarginEventKind.Met, MarginEventKind.Called], Cluster.Calls().Select(c => c.Kind));
        Assert.Equal(new MarginCall("A|cross|4", 10, Cluster.Time.Now, Cluster.Time.Now.AddHours(1)), Account.Pools[0].Call);
    }

    [Fact]
    public async Task Without_cover_in_the_parameters_nothing_is_drawn()
    {
        var cluster = new Cluster(Given.WithoutCover);
        cluster.Mark("BTC-PERP", 43_000);

        await cluster.NewProcessor().ProcessAsync(Given.Work(Covered(usdt: 200, reserve: 100, minimum: 0, line: 100)), CancellationToken.None);

        Assert.Equal(MarginStatus.Called, cluster.Account("A").Status);
        Assert.Null(cluster.Account("A").Ledger);
    }

    private static HoldingsUpdate Covered(decimal usdt, decimal reserve = 0, decimal minimum = 0, decimal line = 0) => Long("A", usdt) with { Cover = new CoverFacts(reserve, minimum, line) };
}
