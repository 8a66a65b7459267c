using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Liquidation;

/// <summary>Pools below zero, where there is an insurance fund. Ten BTC-PERP from 43,500 have lost 5,000 at 43,000; with 500 USDT the account is 4,500 below zero, and bankrupt at 43,450.</summary>
public sealed class BankruptcyTests : LiquidationScenario
{
    public BankruptcyTests()
        : base(Given.WithLiquidation(withFund: true))
    {
    }

    [Fact]
    public async Task The_fund_is_asked_before_anything_is_closed()
    {
        await Bankrupt();

        Assert.Empty(Cluster.Jobs());
        var request = Assert.Single(Cluster.Requests());
        Assert.Equal(("A|cross|1", CoverageRequestKind.Bankrupt, "A", "cross", "USDT"), (request.Id, request.Kind, request.AccountId, request.Pool, request.Currency));

        // 4,500, and 0.15 % in fees and 0.03 % in impact of 430,000.
        Assert.Equal(5_274, request.Amount);
        Assert.Equal(new BankruptPosition("BTC-PERP", 10, 43_450), Assert.Single(request.Positions!));
        Assert.Equal("USDT", Assert.Single(Cluster.Bus.At(Engine.Ports.Entities.CoverageRequests)).SessionId);
        Assert.Empty(new CoverageRequestFormat(Cluster.Parameters).Read(Cluster.Bus.At(Engine.Ports.Entities.CoverageRequests)[0].Body, out _));
        CheckDecisions();
    }

    [Fact]
    public async Task A_question_is_asked_again_when_no_answer_comes_and_not_before()
    {
        await Bankrupt();
        await Sweep();
        Cluster.Time.Advance(TimeSpan.FromSeconds(59));
        await Sweep();
        Assert.Single(Cluster.Requests());

        Cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await Sweep();

        Assert.Equal(["A|cross|1", "A|cross|2"], Cluster.Requests().Select(r => r.Id));
    }

    [Fact]
    public async Task A_backed_pool_is_closed_at_the_market_free_of_fees_and_its_debt_is_taken_over_at_once()
    {
        var broker = await Bankrupt();
        await Answer(Backed("A|cross|1"));

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal((LiquidationJob.CloseEverything, new LiquidationOrder("BTC-PERP", "sell", 10, ReduceOnly: true, LimitPrice: null, ReduceTo: 0, BankruptcyPrice: 43_450)), (job.Scope, Assert.Single(job.Orders)));
        Assert.Null(Cluster.Account("A").FundAnswers);
        await Apply(broker.Fill(job, "BTC-PERP", 10, 42_990));

        // 500 − 5,100.
        Assert.Equal([4_600m], Entries(AccountEntryKind.CoverPayment));
        Assert.Empty(Entries(AccountEntryKind.LiquidationFee));
        var debt = Cluster.Requests()[^1];
        Assert.Equal(("A|cross|1|badDebt", CoverageRequestKind.BadDebt, 4_600m), (debt.Id, debt.Kind, debt.Amount));
        Assert.Equal((MarginStatus.Healthy, 0m), (Status(), Cluster.Account("A").Assessments[0].Equity));
        Assert.Equal(
            [MarginEventKind.Liquidating, MarginEventKind.Closed, MarginEventKind.BadDebt, MarginEventKind.Booked, MarginEventKind.Closed],
            Cluster.Calls().Select(c => c.Kind));
        await Sweep();
        Assert.Equal(2, Cluster.Requests().Count);
        CheckDecisions();
    }

    [Fact]
    public async Task A_debt_that_a_sweep_finds_and_has_taken_over_is_no_crossing_that_bands_missed()
    {
        // The debt is from before there was a fund: the next sweep makes the account whole, and looks at it once more.
        var before = new Cluster(Given.WithLiquidation());
        await before.NewProcessor().ProcessAsync(Given.Work(new TestBroker(before, "A").Has("USDT", -100).Whole()), CancellationToken.None);
        Assert.Equal(MarginStatus.BadDebt, before.Account("A").Status);
        using var metrics = new EngineMetrics();
        var processor = new ShardProcessor(
            Cluster.Parameters, before.Store, before.Marks, before.RiskStates, before.Bands, before.History, before.Slices, before.Bus, metrics, before.Time);

        var report = await processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.Equal((0, 1), (report.MissedCrossings, report.Decisions));
        Assert.Equal((AccountEntryKind.CoverPayment, 100m), before.Calls().SelectMany(c => c.Entries ?? []).Select(e => (e.Kind, e.Amount)).Single());
        Assert.Equal(MarginStatus.Healthy, before.Account("A").Status);
    }

    [Fact]
    public async Task A_verdict_is_for_one_job_and_the_fund_is_asked_again_each_round()
    {
        var broker = await Bankrupt();
        await Answer(Backed("A|cross|1"));
        await Apply(broker.Fill(Cluster.Jobs()[0], "BTC-PERP", 4, 42_990));
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));

        await Sweep();

        Assert.Single(Cluster.Jobs());
        Assert.Equal([CoverageRequestKind.Bankrupt, CoverageRequestKind.Bankrupt], Cluster.Requests().Select(r => r.Kind));
        Assert.Equal(6, Assert.Single(Cluster.Requests()[1].Positions!).Quantity);
        await Answer(Backed(Cluster.Requests()[1].Id, id: "answer-2"));
        Assert.Equal(6, Assert.Single(Cluster.Jobs()[1].Orders).Quantity);
    }

    [Fact]
    public async Task An_answer_that_comes_again_issues_no_other_job()
    {
        await Bankrupt();
        await Answer(Backed("A|cross|1"));
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));

        await Answer(Backed("A|cross|1"));
        await Sweep();

        Assert.Single(Cluster.Jobs());
        Assert.Equal(2, Cluster.Requests().Count);
    }

    [Fact]
    public async Task A_pool_that_has_recovered_when_the_answer_comes_is_closed_with_its_limit()
    {
        await Bankrupt();
        Cluster.Mark("BTC-PERP", 43_600);
        await Answer(Backed("A|cross|1"));

        // 500 + 1,000 against 1.25 · 3,060.
        var order = Assert.Single(Assert.Single(Cluster.Jobs()).Orders);
        Assert.Equal(43_450, order.LimitPrice);
        Assert.Null(Cluster.Account("A").FundAnswers);
        Assert.Null(Cluster.Account("A").Questions);
    }

    [Fact]
    public async Task A_pool_that_is_deleveraged_closes_what_the_fund_says_at_the_bankruptcy_price()
    {
        var broker = await Bankrupt();
        LiquidationOrder[] orders = [new("BTC-PERP", "sell", 7, ReduceOnly: true, 43_450, 3)];
        await Answer(new CoverageAnswer("answer", CoverageAnswerKind.Deleverage, "A", "cross", "A|cross|1", 0, orders));

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal(LiquidationJob.Deleverage, job.Scope);
        Assert.Equal(orders, job.Orders);
        await Apply(broker.Fill(job, "BTC-PERP", 7, 43_450));

        // What was closed at the bankruptcy price lost nothing more; three are left, and the fund is asked about them.
        Assert.Empty(Entries(AccountEntryKind.LiquidationFee));
        var again = Cluster.Requests()[^1];
        Assert.Equal((CoverageRequestKind.Bankrupt, 3m), (again.Kind, Assert.Single(again.Positions!).Quantity));
        CheckDecisions();
    }

    [Fact]
    public async Task A_winner_closes_against_it_and_its_fills_are_known_and_free()
    {
        var winner = new TestBroker(Cluster, "W").Has(Given.Cross("BTC-PERP", -8, 45_000)).Has("USDT", 100_000);
        await Apply(winner.Whole());
        LiquidationOrder[] orders = [new("BTC-PERP", "buy", 7, ReduceOnly: true, 43_450, -1)];

        await Answer(new CoverageAnswer("W|cross|answer", CoverageAnswerKind.Deleverage, "W", "cross", "A|cross|1", 0, orders));
        var job = Assert.Single(Cluster.Jobs());
        var report = await Apply(winner.Fill(job, "BTC-PERP", 7, 43_450));

        Assert.Equal((0, 0), (report.UnknownFills, report.Overfills));
        Assert.Empty(Entries(AccountEntryKind.LiquidationFee, "W"));
        Assert.Equal(-1, Cluster.Account("W").Holdings.Portfolio.Positions[0].Quantity);
        Assert.Equal(MarginStatus.Healthy, Status("W"));
    }

    [Fact]
    public async Task Collateral_is_sold_before_anyone_else_pays()
    {
        // 4,500 below zero but for 0.05 BTC, which count 2,042.5 and bring 2,150.
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_500)).Has("USDT", 500).Has("BTC", 0.05m);
        await Apply(broker.Whole());
        await Answer(Backed("A|cross|1"));
        await Apply(broker.Fill(Cluster.Jobs()[0], "BTC-PERP", 10, 43_000));
        Assert.Equal(MarginStatus.BadDebt, Status());
        Assert.Empty(Entries(AccountEntryKind.CoverPayment));

        var sale = Cluster.Jobs()[1];
        Assert.Equal(new LiquidationOrder("BTC", "sell", 0.05m, ReduceOnly: true, LimitPrice: null, ReduceTo: 0), Assert.Single(sale.Orders));
        await Apply(broker.Fill(sale, "BTC", 0.05m, 43_000));

        Assert.Equal([2_350m], Entries(AccountEntryKind.CoverPayment));
        Assert.Equal(2_350, Cluster.Requests()[^1].Amount);
        Assert.Equal(MarginStatus.Healthy, Status());
        CheckDecisions();
    }

    [Fact]
    public async Task Collateral_that_makes_up_for_the_debt_once_it_is_sold_is_nothing_to_ask_the_fund_about()
    {
        // 4,500 below zero but for 0.108 BTC, which count 4,411.8 and bring 4,644; fees and impact are 774.
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_100)).Has("USDT", 500).Has("BTC", 0.012m);
        await Apply(broker.Whole());

        // 500 − 1,000 + 490.2: 9.8 below zero; with costs it is bankrupt. With 1,000 USDT more in BTC it is not below zero at all.
        Assert.Equal(CoverageRequestKind.Bankrupt, Assert.Single(Cluster.Requests()).Kind);
        var free = new Cluster(Given.WithLiquidation(withFund: true, change: d =>
        {
            d["liquidation"]!["feeRate"] = "0";
            d["liquidation"]!["fundFeeRate"] = "0";
            d["liquidation"]!["markets"]![0]!["impact"] = "0";
        }));
        free.Mark("BTC-PERP", 43_000);
        free.Mark("BTC-USD", 43_000);
        await free.NewProcessor().ProcessAsync(Given.Work(new TestBroker(free, "A").Has(Given.Cross("BTC-PERP", 10, 43_100)).Has("USDT", 500).Has("BTC", 0.012m).Whole()), CancellationToken.None);

        // Sold, 0.012 BTC bring 516: 16 are left.
        Assert.Empty(free.Requests());
        Assert.Equal("BTC-PERP", Assert.Single(Assert.Single(free.Jobs()).Orders).Instrument);
    }

    [Fact]
    public async Task The_funds_part_of_the_fees_is_told_in_the_transaction_that_charges_them()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());
        await Apply(broker.Fill(Cluster.Jobs()[0], "BTC-PERP", 1.848m, 43_000));

        // 0.15 % of 79,464, two thirds of it the fund's.
        Assert.Equal([-119.196m], Entries(AccountEntryKind.LiquidationFee));
        var fee = Assert.Single(Cluster.Requests());
        Assert.Equal(("A|cross|1|fee", CoverageRequestKind.Fee, 79.464m), (fee.Id, fee.Kind, decimal.Round(fee.Amount, 6)));
    }

    [Fact]
    public async Task An_isolated_position_sold_beyond_its_bankruptcy_costs_the_fund_and_not_the_account()
    {
        // 0.1 BTC against a debt of 5,100: bankrupt at 51,000. Sold at 50,490 the loss beyond it is 51.
        var cluster = new Cluster(Given.WithLiquidation(withFund: true, change: d => d["liquidation"]!["markets"]![0]!["lot"] = "0.1"));
        cluster.Mark("BTC-PERP", 51_100);
        var processor = cluster.NewProcessor();
        var broker = new TestBroker(cluster, "A").Has(Given.Isolated("BTC-PERP", 0.1m, 56_000, 500)).Has("USDT", 1_000);
        await processor.ProcessAsync(Given.Work(broker.Whole()), CancellationToken.None);
        var job = Assert.Single(cluster.Jobs());
        Assert.Equal(51_000, Assert.Single(job.Orders).LimitPrice);

        await processor.ProcessAsync(new ShardWork(ShardWorkKind.Updates, 0, [broker.Fill(job, "BTC-PERP", 0.1m, 50_490)]), CancellationToken.None);

        Assert.Equal(949, broker.Cash);
        var entry = Assert.Single(cluster.Calls().SelectMany(c => c.Entries ?? []));
        Assert.Equal((AccountEntryKind.CoverPayment, 51m), (entry.Kind, entry.Amount));
        var debt = Assert.Single(cluster.Requests());
        Assert.Equal(("A|BTC-PERP|1|badDebt", CoverageRequestKind.BadDebt, 51m), (debt.Id, debt.Kind, debt.Amount));
        Assert.Equal(1_000, cluster.Account("A").Assessments[0].Equity);
    }

    [Fact]
    public async Task Fills_of_more_orders_than_one_transaction_books_are_booked_in_several()
    {
        var parameters = Given.SampleWith(d =>
        {
            d["shardCount"] = 1;
            d["instruments"] = new System.Text.Json.Nodes.JsonArray([.. Enumerable.Range(0, 30).Select(n => System.Text.Json.Nodes.JsonNode.Parse(
                $$"""{"symbol":"P-{{n:D4}}","kind":"perpetual","settlement":"linear","underlying":"IDX","settlementAsset":"USDT","contractSize":"1","volatility":"0.6","tierTable":"major"}"""))]);
            d["liquidation"] = System.Text.Json.Nodes.JsonNode.Parse("""{"feeRate":"0","fundFeeRate":"0.001","orderLife":"00:01:00","market":{"impact":"0","lot":"1","minimumSize":"0"}}""");
            d["fund"] = System.Text.Json.Nodes.JsonNode.Parse("""{"initial":"1000000","lossAllocation":"mutualisation"}""");
        });
        var cluster = new Cluster(parameters);
        var broker = new TestBroker(cluster, "A").Has("USDT", 100_000);
        foreach (var instrument in parameters.Instruments)
        {
            cluster.Mark(instrument.Symbol, 1_000);
            broker.Has(Given.Isolated(instrument.Symbol, 1, 1_000, 2));
        }

        var processor = cluster.NewProcessor();
        await processor.ProcessAsync(Given.Work(broker.Whole()), CancellationToken.None);
        Assert.Equal(30, cluster.Jobs().Count);

        // Each is sold 3 below its mark: 1 beyond its bankruptcy.
        await processor.ProcessAsync(new ShardWork(ShardWorkKind.Updates, 0, [.. cluster.Jobs().Select(job => broker.Fill(job, job.Pool, 1, 997))]), CancellationToken.None);

        Assert.Equal(30, cluster.Calls().SelectMany(c => c.Entries ?? []).Count(e => e is { Kind: AccountEntryKind.CoverPayment, Amount: 1 }));
        Assert.Equal(30, cluster.Requests().Select(r => r.Id).Distinct().Count());
        Assert.Equal(100_000, cluster.Account("A").Assessments[0].Equity);
    }

    private static CoverageAnswer Backed(string request, string id = "answer") => new(id, CoverageAnswerKind.Backed, "A", "cross", request, 0);

    private async Task<TestBroker> Bankrupt()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_500)).Has("USDT", 500);
        await Apply(broker.Whole());
        return broker;
    }
}
