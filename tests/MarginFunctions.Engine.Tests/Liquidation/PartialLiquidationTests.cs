using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Liquidation;
using LiquidationOrder = MarginFunctions.Engine.Messages.LiquidationOrder;

namespace MarginFunctions.Engine.Tests.Liquidation;

public sealed class PartialLiquidationTests : LiquidationScenario
{
    public PartialLiquidationTests()
        : base(Given.WithLiquidation())
    {
    }

    [Fact]
    public async Task A_part_is_closed_that_restores_the_pool_in_one_round()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());

        // 1.25 · 3,000 − 2,900 = 850 are short; 850 / 1.07 % = 79,439.25 of notional are 1.847… contracts. Equity is zero where ten contracts have lost 2,900: at 42,710.
        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal(("A|cross|1", "A", "cross", LiquidationJob.Reduce, Cluster.Time.Now.AddMinutes(1)), (job.JobId, job.AccountId, job.Pool, job.Scope, job.ExpiresAt));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "sell", 1.848m, ReduceOnly: true, LimitPrice: 42_710, ReduceTo: 8.152m), Assert.Single(job.Orders));
        Assert.Equal("A", Assert.Single(Cluster.Bus.At(Entities.LiquidationJobs)).SessionId);

        // Sold 0.03 % below the mark, at 42,987.1. The fee is 0.15 % of 1.848 · 42,987.1.
        await Apply(broker.Fill(job, "BTC-PERP", 1.848m, 42_987.1m));

        Assert.Equal([-119.16024120m], Entries(AccountEntryKind.LiquidationFee));
        Assert.Equal(MarginStatus.Warned, Status());
        Assert.Equal([MarginEventKind.Liquidating, MarginEventKind.Closed, MarginEventKind.Booked], Cluster.Calls().Select(c => c.Kind));
        Assert.Single(Cluster.Jobs());
        var pool = Cluster.Account("A").Assessments[0];
        Assert.InRange(pool.Equity!.Value, 1.25m * pool.Maintenance!.Value, 1.25m * pool.Maintenance.Value + 0.001m * 43_000 * 0.0107m);
        CheckDecisions();
    }

    [Fact]
    public async Task The_decision_has_the_plan_as_its_evidence()
    {
        await Apply(Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900).Whole());

        var plan = Assert.Single(Cluster.Decisions()).Plan!;
        Assert.Equal((LiquidationOutcome.Partial, 1.25m, new PlanMargin(2_900, 6_000, 3_000)), (plan.Outcome, plan.Level, plan.Before));
        var order = Assert.Single(plan.Orders);
        Assert.Equal(("BTC-PERP", LegKind.Position, -1.848m, 1.848m, 43_000m, 42_710m), (order.Name, order.Kind, order.Trade, order.Ordered, order.Price, order.Limit));
        Assert.Equal((79_464m, 39.732m, 79.464m, 23.8392m, 794.64m), (order.Notional, order.Fee, order.FundFee, order.Impact, order.Freed));
        Assert.Equal(plan.Before.Maintenance - order.Freed, plan.After.Maintenance);
        Assert.Equal(plan.Before.Equity - order.Fee - order.FundFee - order.Impact, plan.After.Equity);
    }

    [Fact]
    public async Task While_a_job_is_open_no_other_is_issued_and_what_it_did_not_reach_is_planned_again()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());
        var job = Cluster.Jobs()[0];

        await Apply(broker.Fill(job, "BTC-PERP", 1, 42_990));
        await Sweep();
        Assert.Single(Cluster.Jobs());

        // The market falls: the rest of the order does not restore the pool.
        Cluster.Mark("BTC-PERP", 42_900);
        await Apply(broker.Fill(job, "BTC-PERP", 0.848m, 42_900));

        Assert.Equal(2, Cluster.Jobs().Count);
        var second = Cluster.Jobs()[1];
        Assert.Equal(LiquidationJob.Reduce, second.Scope);
        var order = Assert.Single(second.Orders);
        Assert.Equal(8.152m - order.Quantity, order.ReduceTo);
        await Apply(broker.Fill(second, "BTC-PERP", order.Quantity, 42_900));
        Assert.Equal(MarginStatus.Warned, Status());
        Assert.Equal(2, Cluster.Jobs().Count);
        CheckDecisions();
    }

    [Fact]
    public async Task An_order_that_is_done_by_the_facts_alone_ends_its_job()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());
        var job = Cluster.Jobs()[0];
        var filled = broker.Filled(job, "BTC-PERP", 1.848m, 42_900) with { Fill = null };

        await Apply(TestBroker.Message(filled));

        // It says nothing of quantity and price, so there is no fee; it was sold too low, so there is another job.
        Assert.NotNull(Cluster.Account("A").Jobs![0].EndedAt);
        Assert.Equal(2, Cluster.Jobs().Count);
        Assert.Empty(Entries(AccountEntryKind.LiquidationFee));
    }

    [Fact]
    public async Task A_pool_that_the_market_restores_is_closed_and_what_is_open_is_taken_back_in_the_same_transaction()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());
        var job = Cluster.Jobs()[0];
        Cluster.Mark("BTC-PERP", 43_120);

        await Process(ShardWork.Reprice(0));

        Assert.Equal(MarginStatus.Warned, Status());
        var cancel = Cluster.Jobs()[1];
        Assert.Equal((job.JobId, LiquidationJob.Cancel, 0, null), (cancel.JobId, cancel.Scope, cancel.Orders.Count, cancel.ExpiresAt));
        await Sweep();
        Assert.Equal(2, Cluster.Jobs().Count);

        // What the venue had filled by then is charged all the same.
        await Apply(broker.Fill(job, "BTC-PERP", 1, 43_110));
        Assert.Equal([-0.0015m * 43_110], Entries(AccountEntryKind.LiquidationFee));
        Assert.Equal(2, Cluster.Jobs().Count);
        CheckDecisions();
    }

    [Fact]
    public async Task Nothing_is_taken_back_of_a_job_that_is_done()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has("USDT", 2_900);
        await Apply(broker.Whole());
        await Apply(broker.Fill(Cluster.Jobs()[0], "BTC-PERP", 1.848m, 43_000));

        Assert.Equal(MarginStatus.Warned, Status());
        Assert.DoesNotContain(Cluster.Jobs(), j => j.Scope == LiquidationJob.Cancel);
    }

    [Fact]
    public async Task Everything_is_closed_where_no_part_restores()
    {
        // In the lowest tier 1.25 · 0.4 % = 0.5 % is freed. With an impact of 0.4 % and fees of 0.15 % closing costs more than it frees.
        var cluster = new Cluster(Given.WithLiquidation(change: d => d["liquidation"]!["markets"]![0]!["impact"] = "0.004"));
        cluster.Mark("BTC-PERP", 43_000);
        var broker = new TestBroker(cluster, "A").Has(Given.Cross("BTC-PERP", 1, 43_000)).Has("USDT", 150);

        await cluster.NewProcessor().ProcessAsync(Given.Work(broker.Whole()), CancellationToken.None);

        var job = Assert.Single(cluster.Jobs());
        Assert.Equal(LiquidationJob.CloseEverything, job.Scope);
        Assert.Equal(new LiquidationOrder("BTC-PERP", "sell", 1, ReduceOnly: true, LimitPrice: 42_850, ReduceTo: 0), Assert.Single(job.Orders));
    }

    [Fact]
    public async Task Of_several_positions_the_least_cost_is_closed_and_each_has_its_own_limit()
    {
        Cluster.Mark("ETH-PERP", 3_000);
        Cluster.Mark("BTC-29MAR30", 43_500);
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_000)).Has(Given.Cross("ETH-PERP", -300, 3_000)).Has(Given.Cross("BTC-29MAR30", 0.5m, 43_500)).Has("USDT", 15_000);
        await Apply(broker.Whole());

        var job = Assert.Single(Cluster.Jobs());
        var eth = Assert.Single(job.Orders);

        // ETH at 900,000 is in a tier of 2 %, which frees most: the others stay.
        Assert.Equal(("ETH-PERP", "buy", true), (eth.Instrument, eth.Side, eth.LimitPrice > 3_000));
        Assert.Equal(-300 + eth.Quantity, eth.ReduceTo);
        await Apply(broker.Fill(job, "ETH-PERP", eth.Quantity, 3_000));
        Assert.NotEqual(MarginStatus.Liquidating, Status());
        CheckDecisions();
    }

    [Fact]
    public async Task An_isolated_position_is_closed_alone()
    {
        var broker = Broker().Has(Given.Isolated("BTC-PERP", 10, 43_000, 2_900)).Has("USDT", 100_000);
        await Apply(broker.Whole());

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal(("A|BTC-PERP|1", "BTC-PERP"), (job.JobId, job.Pool));
        Assert.Equal(1.848m, Assert.Single(job.Orders).Quantity);
        await Apply(broker.Fill(job, "BTC-PERP", 1.848m, 43_000));
        Assert.All(Cluster.Account("A").Pools, p => Assert.True(p.Status < MarginStatus.Liquidating));
        CheckDecisions();
    }

    [Fact]
    public async Task An_inverse_position_pays_its_fee_in_account_currency_at_the_price_of_the_fill()
    {
        Cluster.Mark("BTC-INV-PERP", 43_000);

        // 4,300 contracts of 100 are 430,000 whatever the price, of which 3,000 is maintenance margin; 0.0725 BTC count 95 %: 2,961.625.
        var broker = Broker().Has(Given.Cross("BTC-INV-PERP", 4_300, 43_000)).Has("BTC", 0.0725m);
        await Apply(broker.Whole());
        var job = Assert.Single(Cluster.Jobs());
        var order = Assert.Single(job.Orders);
        Assert.Equal(("BTC-INV-PERP", "sell"), (order.Instrument, order.Side));

        await Apply(broker.Fill(job, "BTC-INV-PERP", order.Quantity, 43_000));

        // 0.15 % of so many contracts of 100.
        Assert.Equal([-0.0015m * 100 * order.Quantity], Entries(AccountEntryKind.LiquidationFee).Select(e => decimal.Round(e, 8)));
        Assert.NotEqual(MarginStatus.Liquidating, Status());
        CheckDecisions();
    }

    [Fact]
    public async Task Collateral_is_sold_when_no_position_is_left_and_debt_is()
    {
        // The crash has come at once: 10 contracts from 43,500 have lost 5,000; 0.1 BTC count 4,085.
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_500)).Has("USDT", 500).Has("BTC", 0.1m);
        await Apply(broker.Whole());

        var first = Assert.Single(Cluster.Jobs());
        Assert.Equal("BTC-PERP", Assert.Single(first.Orders).Instrument);
        await Apply(broker.Fill(first, "BTC-PERP", 10, 43_000));

        Assert.Equal(MarginStatus.BadDebt, Status());
        var second = Cluster.Jobs()[1];
        var sale = Assert.Single(second.Orders);
        Assert.Equal(("BTC", "sell", null), (sale.Instrument, sale.Side, sale.LimitPrice));
        Assert.Equal((0.1m - sale.Quantity, LiquidationJob.Reduce), (sale.ReduceTo, second.Scope));
        await Apply(broker.Fill(second, "BTC", sale.Quantity, 43_000));
        Assert.Equal(0, broker.Held("BTC"));
        Assert.Equal(MarginStatus.BadDebt, Status());
        CheckDecisions();
    }

    [Fact]
    public async Task Collateral_is_sold_for_the_whole_debt_so_that_the_next_tick_asks_for_nothing()
    {
        // 4,500 of debt when the position is closed; 0.11 BTC count 4,493.5, and would bring 4,730.
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_500)).Has("USDT", 500).Has("BTC", 0.11m);
        await Apply(broker.Whole());
        await Apply(broker.Fill(Cluster.Jobs()[0], "BTC-PERP", 10, 43_000));
        Assert.Equal(MarginStatus.BadDebt, Status());

        var sale = Assert.Single(Cluster.Jobs()[1].Orders);
        var terms = Cluster.Parameters.Liquidation!.Terms;
        var market = terms.MarketOf("BTC");
        var brings = 43_000 * (1 - terms.FeeRate - terms.FundFeeRate - market.Impact);
        Assert.InRange(sale.Quantity * brings, 4_500, 4_500 + market.Lot * brings);
        await Apply(broker.Fill(Cluster.Jobs()[1], "BTC", sale.Quantity, 43_000 * (1 - market.Impact)));

        Assert.Equal(MarginStatus.Healthy, Status());
        Assert.True(broker.Cash >= 0, $"{broker.Cash} is owed still.");
        foreach (var lower in new[] { 42_900, 42_000, 20_000 })
        {
            Cluster.Mark("BTC-USD", lower);
            await Processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);
        }

        Assert.Equal(2, Cluster.Jobs().Count);
        Assert.Equal([MarginEventKind.Liquidating, MarginEventKind.Closed, MarginEventKind.BadDebt, MarginEventKind.Closed], Cluster.Calls().Select(c => c.Kind));
        CheckDecisions();
    }

    [Fact]
    public async Task A_pool_below_zero_is_closed_at_the_market_where_there_is_no_fund()
    {
        var broker = Broker().Has(Given.Cross("BTC-PERP", 10, 43_500)).Has("USDT", 500);
        await Apply(broker.Whole());

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal((LiquidationJob.CloseEverything, new LiquidationOrder("BTC-PERP", "sell", 10, ReduceOnly: true, LimitPrice: null, ReduceTo: 0, BankruptcyPrice: 43_450)), (job.Scope, Assert.Single(job.Orders)));
        await Apply(broker.Fill(job, "BTC-PERP", 10, 43_000));
        Assert.Equal(MarginStatus.BadDebt, Status());
        Assert.Empty(Cluster.Requests());
        Assert.Empty(Entries(AccountEntryKind.LiquidationFee));
        CheckDecisions();
    }
}
