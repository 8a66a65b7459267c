using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Cover;

public sealed class FundProcessorTests() : FundScenario(With("mutualisation", initial: 1_000))
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_fund_gains_when_sold_above_bankruptcy_and_pays_below_it()
    {
        // 0.1 BTC long against a debt of 5,100, fee cap 0.5 %.
        var contract = Given.Sample.FindInstrument("BTC-PERP")!;
        var above = FillSettlement.Of(contract, 0.1m, 51_000, 56_100, new FeeSplit(0.005m, 1));
        var below = FillSettlement.Of(contract, 0.1m, 51_000, 50_490, new FeeSplit(0.005m, 1));

        await Settle(Fund.Fee(above.FundShare));
        Assert.Equal(1_028.05m, State.Balance);

        await Settle(Fund.BadDebt(-below.Surplus, number: 2));
        Assert.Equal(977.05m, State.Balance);
        Assert.Empty(Sent());
        BooksClose();
    }

    [Fact]
    public async Task Entries_can_be_read_with_their_request_and_time()
    {
        await Settle(Fund.BadDebt(51));

        var settlement = Settlements()[1];
        Assert.Equal(("A|cross|1", FundSettlementKind.BadDebt, "A", "cross", "USDT", 51m, Cluster.Time.Now), (settlement.Id, settlement.Kind, settlement.AccountId, settlement.Pool, settlement.Currency, settlement.Amount, settlement.At));
        Assert.Equal(new FundEntry("fund", "account/A", 51), Assert.Single(settlement.Entries));
        Assert.Equal((949m, Cluster.Parameters.Version), (settlement.Balance, settlement.ParametersVersion));
    }

    [Fact]
    public async Task A_request_that_comes_again_a_day_later_moves_nothing()
    {
        await Settle(Fund.BadDebt(51));
        Cluster.Time.Advance(TimeSpan.FromDays(1));

        await Settle(Fund.BadDebt(51));

        Assert.Equal(949, State.Balance);
        Assert.Equal(2, Settlements().Count);
        BooksClose();
    }

    [Fact]
    public async Task The_fund_is_opened_once_and_top_ups_are_booked_when_the_app_starts_with_them()
    {
        await Cluster.NewFund().OpenAsync(None);
        await Cluster.NewFund().OpenAsync(None);
        Assert.Equal(1_000, State.Balance);

        var later = With("mutualisation", 9_999, d => d["fund"]!["topUps"] = new System.Text.Json.Nodes.JsonArray(System.Text.Json.Nodes.JsonNode.Parse("""{"id":"2026-06","amount":"500"}""")));
        await Cluster.NewFund(later).OpenAsync(None);
        await Cluster.NewFund(later).OpenAsync(None);

        Assert.Equal(["initial", "2026-06"], Settlements().Select(s => s.Id));
        Assert.Equal((1_500m, -1_500m), (State.Balance, State.Capital));
        BooksClose();
    }

    [Fact]
    public async Task Without_a_fund_in_the_parameters_nothing_is_opened_and_a_request_fails_with_its_id()
    {
        var without = Given.SampleWith(d => d.Remove("fund"));
        await Cluster.NewFund(without).OpenAsync(None);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Cluster.NewFund(without).SettleAsync([Fund.Fee(1)], None));

        Assert.Contains("A|cross|1", error.Message, StringComparison.Ordinal);
        Assert.Null(Cluster.Funds.State("USDT"));
    }

    [Fact]
    public async Task What_the_fund_lacks_is_borne_by_winners_and_booked_in_their_shards()
    {
        // W has won 200 and X 100 of 50,000; L has lost.
        await Hold("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 48_000));
        await Hold("X", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000));
        await Hold("L", 5_000, Given.Cross("BTC-PERP", 0.1m, 51_000));

        await Settle(Fund.BadDebt(1_030));

        Assert.Equal((0m, 30m, 0m), (State.Balance, State.SharedByWinners, State.BorneByCapital));
        var sent = Sent();
        Assert.Equal([("W", -20m), ("X", -10m)], sent.SelectMany(s => s.Answers).Select(a => (a.AccountId, a.Amount)).Order());
        await Deliver(sent);
        await Deliver(sent);
        Assert.Equal((AccountEntryKind.LossShare, -20m, "shared|3"), Assert.Single(Account("W").Ledger!.Pending.Select(e => (e.Kind, e.Amount, e.Reference))));
        Assert.Null(Account("L").Ledger);
        BooksClose();
    }

    [Fact]
    public async Task Winners_are_not_read_when_the_fund_can_pay()
    {
        await Settle(Fund.BadDebt(999));
        Assert.DoesNotContain(Cluster.Steps.Journal, call => call.StartsWith("store.", StringComparison.Ordinal));

        await Settle(Fund.BadDebt(999, number: 2));
        Assert.Contains(Cluster.Steps.Journal, call => call == "store.ListShards");
    }

    [Fact]
    public async Task A_profit_is_asked_for_once_however_many_debts_come_and_whether_or_not_its_shard_has_booked_it()
    {
        await Hold("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000)); // 100
        await Settle(Fund.BadDebt(1_060));
        await Deliver(Sent());

        await Settle(Fund.BadDebt(70, number: 2)); // 60 of the 100 are given, and booked
        await Settle(Fund.BadDebt(70, number: 3)); // all of it is given, and not booked yet

        Assert.Equal([-40m], Answers().Select(a => a.Amount));
        Assert.Equal((100m, 100m), (State.SharedByWinners, State.BorneByCapital)); // 60 + 40, 30 + 70
        BooksClose();

        // Later the profit is still unrealised, and counts again.
        Cluster.Time.Advance(TimeSpan.FromMinutes(10));
        await Settle(Fund.BadDebt(70, number: 4));
        Assert.Equal([-70m], Answers().Select(a => a.Amount));
    }

    [Fact]
    public async Task Nobody_gives_more_than_the_cross_pool_has()
    {
        // The profit of 1,000 is in an isolated position; 7 USDT are what can be taken from.
        await Hold("W", 7, Given.Isolated("BTC-PERP", 1, 49_000, 2_000));

        await Settle(Fund.BadDebt(1_100));

        Assert.Equal([("W", -7m)], Answers().Select(a => (a.AccountId, a.Amount)));
        Assert.Equal(93, State.BorneByCapital);
    }

    [Fact]
    public async Task Profits_are_of_whole_accounts_and_one_without_a_price_is_left_out()
    {
        await Hold("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 48_000), Given.Cross("ETH-PERP", 1, 2_650)); // 200 − 150
        await Hold("X", 5_000, Given.Cross("BTC-PERP", 0.1m, 48_000), Given.Cross("SOL-PERP", 1, 1)); // SOL has no price
        await Hold("A", 5_000, Given.Cross("BTC-PERP", 1, 10)); // who asks gives nothing

        await Settle(Fund.BadDebt(1_100));

        Assert.Equal([("W", -50m)], Answers().Select(a => (a.AccountId, a.Amount)));
        Assert.Equal(50, State.BorneByCapital);
    }

    [Fact]
    public async Task A_thousand_winners_share_in_one_transaction_and_more_do_not()
    {
        await Hold(Enumerable.Range(0, 1_010).Select(n => ($"W-{n:D4}", 5_000m, (Position[])[Given.Cross("BTC-PERP", 0.1m, 49_000 - n)]))); // 100 and 0.1 more each

        await Settle(Fund.BadDebt(2_000));

        var shares = Answers();
        Assert.Equal((FundDecision.MostWinners, 1_000m), (shares.Count, -shares.Sum(s => s.Amount)));
        Assert.DoesNotContain(shares, s => s.AccountId == "W-0009"); // the ten smallest profits
        BooksClose();
    }

    [Fact]
    public async Task A_request_that_many_others_overtake_is_left_for_later()
    {
        await Settle(Fund.Fee(1));
        var others = 100;
        Cluster.Steps.At = async where =>
        {
            if (where.StartsWith("fund.Commit", StringComparison.Ordinal) && !where.EndsWith("done", StringComparison.Ordinal))
            {
                var steps = Cluster.Steps.At;
                Cluster.Steps.At = _ => Task.CompletedTask;
                await Settle(Fund.Fee(1, number: ++others));
                Cluster.Steps.At = steps;
            }
        };

        await Assert.ThrowsAsync<FundContendedException>(() => Settle(Fund.Fee(1, number: 2)));

        Assert.DoesNotContain(Settlements(), s => s.Id == "A|cross|2");
        BooksClose();
    }
}
