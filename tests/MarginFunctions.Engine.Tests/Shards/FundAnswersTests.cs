using System.Globalization;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Shards;

/// <summary>What a shard makes of the insurance fund's answers where pools are closed at the market.</summary>
public sealed class FundAnswersTests() : ShardProcessorScenario(Given.SampleWith(d =>
{
    d["shardCount"] = 1;
    d.Remove("liquidation");
}))
{
    [Fact]
    public async Task A_share_of_a_loss_is_booked_once_and_told_and_counts_at_once()
    {
        await Apply(Long("W", usdt: 500));
        await Tick("BTC-PERP", 43_000);
        await Drain(Processor);

        // 172 are required; 500 − 250 are below the warning level.
        await Answer(Share("W", 250));
        await Answer(Share("W", 250));

        var account = Cluster.Account("W");
        Assert.Equal((AccountEntryKind.LossShare, -250m, "A|cross|9"), Assert.Single(account.Ledger!.Pending.Select(e => (e.Kind, e.Amount, e.Reference))));
        Assert.Equal((MarginStatus.Warned, 250m), (account.Pools[0].Status, account.Assessments[0].Equity));
        var told = Assert.Single(Cluster.Calls(), c => c.Kind == MarginEventKind.Booked);
        Assert.Equal((1L, -250m), (told.Entries![0].Number, told.Entries[0].Amount));
    }

    [Fact]
    public async Task A_share_for_an_account_that_is_not_here_is_booked_on_a_new_one()
    {
        // It cannot be: the fund has read the account in this shard. If it is all the same, nothing is lost: the account begins with its debt.
        await Answer(Share("W", 250));

        var account = Cluster.Account("W");
        Assert.Equal(-250m, Assert.Single(account.Ledger!.Pending).Amount);
        Assert.Equal((MarginStatus.BadDebt, -250m), (account.Pools[0].Status, account.Assessments[0].Equity));
        Assert.Single(Cluster.Calls(), c => c.Kind == MarginEventKind.Booked);

        // And the broker's facts count on top of it.
        await Apply(Long("W", usdt: 1_000));
        Assert.Equal(-250m, Cluster.Account("W").Ledger!.SumAbove(0));
    }

    [Fact]
    public async Task Verdicts_and_orders_for_an_account_that_is_not_here_have_nothing_to_act_on()
    {
        await Answer(Verdict("W", 1, CoverageAnswerKind.Backed), Trade("W", 2, "cross", new LiquidationOrder("BTC-PERP", "sell", 1, true, 43_000, 0)));

        Assert.Empty(Cluster.Accounts());
        Assert.Empty(Cluster.Jobs());
    }

    [Fact]
    public async Task A_verdict_stands_while_its_pool_is_closed_and_the_newest_counts()
    {
        await Apply(Long("A", usdt: 300));
        await Tick("BTC-PERP", 42_600);
        await Drain(Processor);
        Assert.Equal(MarginStatus.Liquidating, Cluster.Account("A").Pools[0].Status);

        await Answer(Verdict("A", 1, CoverageAnswerKind.Backed));
        await Answer(Verdict("A", 1, CoverageAnswerKind.Backed));
        Assert.Equal("A|cross|fund|1", Assert.Single(Cluster.Account("A").FundAnswers!).Id);
        await Answer(Verdict("A", 2, CoverageAnswerKind.Deleverage));
        Assert.Equal("A|cross|fund|2", Assert.Single(Cluster.Account("A").FundAnswers!).Id);
        await Sweep();
        Assert.NotNull(Cluster.Account("A").FundAnswers);

        await Tick("BTC-PERP", 45_000);
        await Drain(Processor);
        Assert.Equal(MarginStatus.Healthy, Cluster.Account("A").Pools[0].Status);
        Assert.Null(Cluster.Account("A").FundAnswers);
    }

    [Fact]
    public async Task A_verdict_on_a_pool_that_is_not_closed_is_dropped()
    {
        await Apply(Long("A", usdt: 3_000));
        await Tick("BTC-PERP", 43_000);
        await Drain(Processor);

        await Answer(Verdict("A", 1, CoverageAnswerKind.Backed));

        Assert.Null(Cluster.Account("A").FundAnswers);
    }

    [Fact]
    public async Task Orders_for_positions_that_have_been_closed_meanwhile_are_left_out()
    {
        await Apply(Given.Update("W", 1, [Given.Cross("BTC-PERP", 1, 43_000)], 5_000));
        await Tick("BTC-PERP", 43_000);
        await Drain(Processor);

        await Answer(
            Trade("W", 1, "cross", new LiquidationOrder("BTC-PERP", "sell", 0.5m, true, 43_000, 0.5m), new LiquidationOrder("ETH-PERP", "buy", 1, true, 2_500, 0)),
            Trade("W", 2, "cross", new LiquidationOrder("BTC-PERP", "sell", 0.5m, true, 43_000, 1)),
            Trade("W", 3, "SOL-PERP", new LiquidationOrder("SOL-PERP", "sell", 1, true, 100, 0)));

        Assert.Equal(["BTC-PERP"], Assert.Single(Cluster.Jobs()).Orders.Select(o => o.Instrument));
    }

    [Fact]
    public async Task Many_trades_of_one_account_are_a_transaction_each_and_each_is_sent_once()
    {
        string[] symbols = ["BTC-PERP", "ETH-PERP", "SOL-PERP", "XRP-PERP", "DOGE-PERP"];
        await Apply(Given.Update("W", 1, [.. symbols.Select(s => Given.Isolated(s, 1, 100, 50))], 5_000));
        foreach (var symbol in symbols)
        {
            await Tick(symbol, 100);
        }

        await Drain(Processor);
        CoverageAnswer[] answers = [.. symbols.Select((s, n) => Trade("W", n, s, new LiquidationOrder(s, "sell", 1, true, 100, 0))), Share("W", 7)];

        await Answer(answers);
        await Answer(answers);

        Assert.Equal(symbols.Select((s, n) => string.Create(CultureInfo.InvariantCulture, $"W|{s}|fund|{n}")), Cluster.Jobs().Select(j => j.JobId));
        Assert.Equal(5, Cluster.Decisions().Count(d => d.AnswerId is not null));
        Assert.All(Cluster.Decisions(), d => MadeAgain.Check(d, Cluster.Parameters));
        Assert.Equal(5, Cluster.Account("W").DecisionCount);
        Assert.Equal(-7, Cluster.Account("W").Ledger!.SumAbove(0));
    }

    [Fact]
    public async Task Of_a_very_large_account_a_trade_that_also_changes_statuses_fits_in_transactions()
    {
        var symbols = Enumerable.Range(0, 60).Select(n => $"P-{n:D4}").ToArray();
        var cluster = new Cluster(Given.WithPerpetuals(symbols));
        foreach (var symbol in symbols)
        {
            cluster.Mark(symbol, 100);
        }

        var processor = cluster.NewProcessor();
        await processor.ProcessAsync(Given.Work(Given.Update("W", 1, [.. symbols.Select(s => Given.Isolated(s, 1, 100, 50))], 5_000)), CancellationToken.None);
        foreach (var symbol in symbols)
        {
            cluster.Mark(symbol, 50.1m);
        }

        CoverageAnswer[] answers = [.. symbols.Select((s, n) => Trade("W", n, s, new LiquidationOrder(s, "sell", 1, true, 60, 0)))];
        await processor.ProcessAsync(new ShardWork(ShardWorkKind.Answers, 0, []) { Answers = answers }, CancellationToken.None);

        Assert.InRange(cluster.Store.MostRows, 70, ShardTransaction.MaximumRows);
        Assert.Equal(60, cluster.Jobs().Count(j => j.Scope == LiquidationJob.Deleverage));
        Assert.All(cluster.Account("W").Pools.Skip(1), pool => Assert.Equal(MarginStatus.Liquidating, pool.Status));
    }

    private Task<Engine.Shards.ShardReport> Answer(params CoverageAnswer[] answers) =>
        Processor.ProcessAsync(new ShardWork(ShardWorkKind.Answers, 0, []) { Answers = answers }, CancellationToken.None);

    private static CoverageAnswer Share(string account, decimal amount) => new($"{account}|cross|fund|9", CoverageAnswerKind.LossShare, account, "cross", "A|cross|9", -amount);

    private static CoverageAnswer Verdict(string account, long number, CoverageAnswerKind kind) =>
        new(FundDecision.AnswerId(account, "cross", number), kind, account, "cross", $"{account}|cross|8", 0, kind == CoverageAnswerKind.Deleverage ? [new LiquidationOrder("BTC-PERP", "sell", 1, true, 43_000, 0)] : null);

    private static CoverageAnswer Trade(string account, long number, string pool, params LiquidationOrder[] orders) =>
        new(FundDecision.AnswerId(account, pool, number), CoverageAnswerKind.Deleverage, account, pool, "A|cross|9", 0, orders);
}
