using System.Globalization;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Engine.Tests.Cover;

public sealed class FundDecisionTests
{
    public static TheoryData<string, decimal, decimal, LossAllocation, string, decimal, string, decimal> BadDebts { get; } = new()
    {
        // sentence, fund, debt, allocation, winners, the fund pays, winners pay, capital pays
        { "a fund that has enough pays all of it", 100, 51, LossAllocation.Mutualisation, "W:1000", 51, "", 0 },
        { "a fund that has just enough pays all of it and has nothing left", 51, 51, LossAllocation.Mutualisation, "W:1000", 51, "", 0 },
        { "what the fund lacks is shared in proportion to profits", 51, 81, LossAllocation.Mutualisation, "W:200 X:100", 51, "W:20 X:10", 0 }, // 30 of 300 each
        { "an empty fund pays nothing", 0, 30, LossAllocation.Mutualisation, "W:200 X:100", 0, "W:20 X:10", 0 },
        { "nobody gives more than the profit and the rest is the venue's", 10, 100, LossAllocation.Mutualisation, "W:20 X:15", 10, "W:20 X:15", 55 }, // 100 − 10 − 35
        { "without winners the rest is the venue's", 10, 100, LossAllocation.Mutualisation, "", 10, "", 90 },
        { "the last unit goes to the largest remainder, ties to the first id", 0, 0.00000001m, LossAllocation.Mutualisation, "X:1 W:1", 0, "W:0.00000001", 0 },
        { "under deleveraging winners share nothing", 10, 100, LossAllocation.Deleveraging, "W:1000", 10, "", 90 },
        { "a debt of nothing moves nothing", 10, 0, LossAllocation.Mutualisation, "W:1000", 0, "", 0 },
    };

    [Theory]
    [MemberData(nameof(BadDebts))]
    public void A_bad_debt_is_paid_by_the_fund_and_then_by_those_after_it(
        string sentence, decimal balance, decimal debt, LossAllocation allocation, string winners, decimal paid, string shared, decimal capital)
    {
        var terms = Fund.Terms(allocation);
        var settled = FundDecision.Decide(Fund.With(balance), Fund.BadDebt(debt), Winners.None, terms, Fund.Now);
        var outcome = FundDecision.IsSharingDue(settled.State, terms, Fund.Now) ? FundDecision.Share(settled.State, Fund.Winners([.. Parse(winners)]), terms, Fund.Now) : null;

        // The debt is made good whole at once; what the capital paid of it for winners they pay it back.
        Assert.True(paid == Given(settled, FundAccounts.Fund) && debt - paid == Given(settled, FundAccounts.Capital), sentence);
        Assert.All(settled.Settlement.Entries, entry => Assert.Equal("account/A", entry.Credit));
        Assert.Empty(settled.Answers);
        var state = (outcome ?? settled).State;
        Assert.Equal(Parse(shared), (outcome?.Answers ?? []).Select(a => (a.AccountId, -a.Amount)));
        Assert.Equal(Parse(shared), (outcome?.Settlement.Entries ?? []).Select(e => (FundAccounts.CustomerOf(e.Debit)!, e.Amount)));
        Assert.All(outcome?.Settlement.Entries ?? [], entry => Assert.Equal("capital", entry.Credit));
        Assert.Equal((balance - paid, paid, debt - paid - capital, capital, 0), (state.Balance, state.Drawn, state.SharedByWinners, state.BorneByCapital, state.Unshared));
    }

    [Fact]
    public void Losses_are_gathered_until_the_time_since_the_last_sharing_is_over()
    {
        var terms = Fund.Terms(shareEvery: TimeSpan.FromMinutes(5));
        var first = FundDecision.Decide(Fund.With(0), Fund.BadDebt(30), Winners.None, terms, Fund.Now).State;
        Assert.True(FundDecision.IsSharingDue(first, terms, Fund.Now)); // none was shared before
        var shared = FundDecision.Share(first, Fund.Winners(("W", 10)), terms, Fund.Now).State;
        Assert.False(FundDecision.IsSharingDue(shared, terms, Fund.Now.AddDays(1))); // what nobody could bear stays the capital's
        Assert.Equal((10m, 20m), (shared.SharedByWinners, shared.BorneByCapital));

        var later = FundDecision.Decide(shared, Fund.BadDebt(7, number: 2), Winners.None, terms, Fund.Now.AddMinutes(1)).State;
        later = FundDecision.Decide(later, Fund.BadDebt(8, number: 3), Winners.None, terms, Fund.Now.AddMinutes(2)).State;

        Assert.False(FundDecision.IsSharingDue(later, terms, Fund.Now.AddMinutes(5).AddTicks(-1)));
        Assert.True(FundDecision.IsSharingDue(later, terms, Fund.Now.AddMinutes(5)));
        Assert.Equal((15m, 4L, 35m), (later.Unshared, later.UnsharedFrom, later.BorneByCapital)); // 20 + 7 + 8 until winners pay back
    }

    [Fact]
    public void Answers_name_the_settlement_and_are_unlike_any_other()
    {
        var settled = FundDecision.Decide(Fund.With(0), Fund.BadDebt(30), Winners.None, Fund.Terms(), Fund.Now);
        var outcome = FundDecision.Share(settled.State, Fund.Winners(("W", 100)), Fund.Terms(), Fund.Now);

        Assert.Equal((3, "shared|3", FundSettlementKind.LossShare, 30m), (outcome.Settlement.Number, outcome.Settlement.Id, outcome.Settlement.Kind, outcome.Settlement.Amount));
        Assert.Equal(new CoverageAnswer("W|cross|fund|3", CoverageAnswerKind.LossShare, "W", "cross", "shared|3", -30), Assert.Single(outcome.Answers));
    }

    // 0.1 BTC long against a debt of 5,100: the bankruptcy price is 51,000. The fee is at most 0.5 %, all of it the fund's.
    [Fact]
    public void A_sale_above_bankruptcy_brings_the_fund_its_fee()
    {
        var settlement = FillSettlement.Of(Given(), 0.1m, 51_000, 56_100, new FeeSplit(0.005m, 1));

        var outcome = FundDecision.Decide(Fund.With(1_000), Fund.Fee(settlement.FundShare), Winners.None, Fund.Terms(), Fund.Now);

        Assert.Equal(1_028.05m, outcome.State.Balance); // 0.5 % of 5,610
        Assert.Equal(new FundEntry("account/A", "fund", 28.05m), Assert.Single(outcome.Settlement.Entries));
        Assert.Empty(outcome.Answers);
    }

    [Fact]
    public void A_sale_below_bankruptcy_costs_the_fund_the_rest_of_the_debt()
    {
        var settlement = FillSettlement.Of(Given(), 0.1m, 51_000, 50_490, new FeeSplit(0.005m, 1));

        var outcome = FundDecision.Decide(Fund.With(1_000), Fund.BadDebt(-settlement.Surplus), Winners.None, Fund.Terms(), Fund.Now);

        Assert.Equal(949, outcome.State.Balance); // 0.1 · (51,000 − 50,490)
        Assert.Equal(new FundEntry("fund", "account/A", 51), Assert.Single(outcome.Settlement.Entries));
    }

    [Fact]
    public void A_fund_that_can_pay_the_expected_loss_stands_behind_the_pool_and_sets_it_aside()
    {
        var outcome = FundDecision.Decide(Fund.With(100), Fund.Bankrupt(60), Winners.None, Fund.Terms(LossAllocation.Deleveraging), Fund.Now);

        Assert.Equal(new CoverageAnswer("A|cross|fund|2", CoverageAnswerKind.Backed, "A", "cross", "A|cross|1", 0), Assert.Single(outcome.Answers));
        Assert.Equal(new FundSetAside("A", "cross", 60, Fund.Now.AddMinutes(10)), Assert.Single(outcome.State.SetAside));
        Assert.Equal((100m, CoverageAnswerKind.Backed), (outcome.State.Balance, outcome.Settlement.Answer!.Value));
        Assert.Empty(outcome.Settlement.Entries);
    }

    [Fact]
    public void What_is_set_aside_for_one_pool_does_not_stand_behind_another()
    {
        var terms = Fund.Terms(LossAllocation.Deleveraging);
        var first = FundDecision.Decide(Fund.With(100), Fund.Bankrupt(60), Winners.None, terms, Fund.Now).State;

        Assert.False(FundDecision.NeedsWinners(first, Fund.Bankrupt(40, "B"), terms, Fund.Now)); // 100 − 60
        Assert.True(FundDecision.NeedsWinners(first, Fund.Bankrupt(40.00000001m, "B"), terms, Fund.Now));

        // For the pool itself it is not in the way, nor when its time is over, nor when its debt is paid.
        Assert.False(FundDecision.NeedsWinners(first, Fund.Bankrupt(100, number: 2), terms, Fund.Now));
        Assert.False(FundDecision.NeedsWinners(first, Fund.Bankrupt(100, "B"), terms, Fund.Now.AddMinutes(10)));
        var paid = FundDecision.Decide(first, Fund.BadDebt(55, number: 2), Winners.None, terms, Fund.Now).State;
        Assert.False(FundDecision.NeedsWinners(paid, Fund.Bankrupt(45, "B"), terms, Fund.Now));
        Assert.Empty(paid.SetAside);
    }

    [Fact]
    public void A_pool_that_asks_again_has_one_set_aside_the_new_one()
    {
        var terms = Fund.Terms(LossAllocation.Deleveraging);
        var first = FundDecision.Decide(Fund.With(100), Fund.Bankrupt(60), Winners.None, terms, Fund.Now).State;
        var second = FundDecision.Decide(first, Fund.Bankrupt(70, number: 2), Winners.None, terms, Fund.Now.AddMinutes(1)).State;

        Assert.Equal(new FundSetAside("A", "cross", 70, Fund.Now.AddMinutes(11)), Assert.Single(second.SetAside));
    }

    [Fact]
    public void A_fund_that_cannot_pay_closes_the_position_against_those_of_winners_in_their_order()
    {
        // W has won most with most leverage; X gives what W has not.
        var winners = Opposite("BTC-PERP", ("X", -0.5m, 10), ("W", -0.06m, 500));

        var outcome = FundDecision.Decide(Fund.With(50), Fund.Bankrupt(60), winners, Fund.Terms(LossAllocation.Deleveraging), Fund.Now);

        Assert.Equal(["A", "W", "X"], outcome.Answers.Select(a => a.AccountId));
        Assert.All(outcome.Answers, a => Assert.Equal((CoverageAnswerKind.Deleverage, 0m, "A|cross|1"), (a.Kind, a.Amount, a.RequestId)));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "sell", 0.1m, true, 51_000, 0), Assert.Single(outcome.Answers[0].Orders!));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "buy", 0.06m, true, 51_000, 0), Assert.Single(outcome.Answers[1].Orders!));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "buy", 0.04m, true, 51_000, -0.46m), Assert.Single(outcome.Answers[2].Orders!)); // 0.1 − 0.06 of 0.5
        Assert.Equal(0, outcome.Settlement.Deleveraged!.Sum(t => t.Trade));
        Assert.Equal((50m, 0), (outcome.State.Balance, outcome.State.SetAside.Count));
    }

    [Fact]
    public void Only_the_winners_of_other_pools_are_no_askers()
    {
        var outcome = FundDecision.Decide(Fund.With(0), Fund.Bankrupt(60), Opposite("BTC-PERP", ("W", -1, 10)), Fund.Terms(LossAllocation.Deleveraging), Fund.Now);

        Assert.Equal([true, false], outcome.Answers.Select(a => a.IsOwn));
    }

    [Fact]
    public void Without_anyone_on_the_other_side_the_pool_is_closed_at_the_market_and_the_fund_sets_aside_what_it_has()
    {
        var outcome = FundDecision.Decide(Fund.With(50), Fund.Bankrupt(60), Winners.None, Fund.Terms(LossAllocation.Deleveraging), Fund.Now);

        Assert.Equal(CoverageAnswerKind.Backed, Assert.Single(outcome.Answers).Kind);
        Assert.Equal(50, Assert.Single(outcome.State.SetAside).Amount);
    }

    [Fact]
    public void Under_mutualisation_every_pool_is_closed_at_the_market()
    {
        Assert.False(FundDecision.NeedsWinners(Fund.With(0), Fund.Bankrupt(60), Fund.Terms(), Fund.Now));
        Assert.Equal(CoverageAnswerKind.Backed, Assert.Single(FundDecision.Decide(Fund.With(0), Fund.Bankrupt(60), Winners.None, Fund.Terms(), Fund.Now).Answers).Kind);
    }

    [Fact]
    public void What_is_too_much_for_one_answer_is_left_for_the_next()
    {
        // A lot of each of a thousand winners; every answer has to fit in a message.
        var winners = Opposite("BTC-PERP", [.. Enumerable.Range(0, 1_000).Select(n => ($"W-{n:D4}", -0.001m, 10m))]);

        var outcome = FundDecision.Decide(Fund.With(0), Fund.Bankrupt(60, positions: new BankruptPosition("BTC-PERP", 1, 51_000)), winners, Fund.Terms(LossAllocation.Deleveraging), Fund.Now);

        Assert.Equal((FundDecision.MostTrades, FundDecision.MostTrades), (outcome.Settlement.Deleveraged!.Count, outcome.Answers.Count));
        Assert.Equal(0, outcome.Settlement.Deleveraged!.Sum(t => t.Trade));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "sell", 0.499m, true, 51_000, 0.501m), Assert.Single(outcome.Answers[0].Orders!));
    }

    [Fact]
    public void The_capital_endows_the_fund_and_each_top_up_is_booked_once()
    {
        var terms = Fund.Terms(initial: 1_000, topUps: [new FundTopUp("2026-05", 250), new FundTopUp("2026-06", 0.5m)]);
        var fund = FundState.Unopened;
        var booked = new List<string>();
        while (FundDecision.Endow(fund, terms, Fund.Now) is { } outcome)
        {
            fund = outcome.State;
            booked.Add(string.Create(CultureInfo.InvariantCulture, $"{outcome.Settlement.Number} {outcome.Settlement.Id} {outcome.Settlement.Entries.Sum(e => e.Amount)}"));
        }

        Assert.Equal(["1 initial 1000", "2 2026-05 250", "3 2026-06 0.5"], booked);
        Assert.Equal((1_250.5m, -1_250.5m, 0m), (fund.Balance, fund.Capital, fund.Customers));
        Assert.Null(FundDecision.Endow(fund, Fund.Terms(initial: 7_000, topUps: [new FundTopUp("2026-05", 999)]), Fund.Now)); // what is booked stays as it was booked
    }

    [Fact]
    public void A_fund_without_an_endowment_is_opened_all_the_same()
    {
        var outcome = FundDecision.Endow(FundState.Unopened, Fund.Terms(initial: 0), Fund.Now)!;

        Assert.Empty(outcome.Settlement.Entries);
        Assert.Null(FundDecision.Endow(outcome.State, Fund.Terms(initial: 5), Fund.Now));
    }

    [Fact]
    public void When_too_much_is_set_aside_the_first_to_end_is_let_go()
    {
        var terms = Fund.Terms(LossAllocation.Deleveraging);
        var fund = Fund.With(10_000);
        for (var n = 0; n <= FundDecision.MostSetAside; n++)
        {
            fund = FundDecision.Decide(fund, Fund.Bankrupt(1, $"A-{n}"), Winners.None, terms, Fund.Now.AddMilliseconds(n)).State;
        }

        Assert.Equal(FundDecision.MostSetAside, fund.SetAside.Count);
        Assert.DoesNotContain(fund.SetAside, s => s.AccountId == "A-0");
        Assert.Contains(fund.SetAside, s => s.AccountId == "A-1");
    }

    [Fact]
    public void Late_settlements_are_remembered_up_to_a_number_and_a_time()
    {
        var fund = Fund.With(0);
        for (var n = 1; n <= FundDecision.MostTakings + 5; n++)
        {
            fund = FundDecision.Share(fund with { Unshared = 1, BorneByCapital = 1 }, Fund.Winners(("W", 5)), Fund.Terms(), Fund.Now).State;
        }

        Assert.Equal((FundDecision.MostTakings, 7L, fund.Count), (fund.Takings.Count, fund.Takings[0].Number, fund.Takings[^1].Number));
        Assert.Empty(FundDecision.Decide(fund, Fund.Fee(1), Winners.None, Fund.Terms(), Fund.Now.AddMinutes(10)).State.Takings);
    }

    private static Instrument Given() => Support.Given.Sample.FindInstrument("BTC-PERP")!;

    private static decimal Given(FundOutcome outcome, string account) => outcome.Settlement.Entries.Where(e => e.Debit == account).Sum(e => e.Amount);

    private static Winners Opposite(string instrument, params (string Account, decimal Quantity, decimal Profit)[] positions) => Winners.None with
    {
        Positions = new Dictionary<string, IReadOnlyList<WinningPosition>>
        {
            [instrument] = [.. positions.Select(p => new WinningPosition("cross", new DeleveragingCandidate(p.Account, p.Quantity, p.Profit, 1_000, 1_000, 100)))],
        },
    };

    private static List<(string Account, decimal Amount)> Parse(string amounts) =>
        [.. amounts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split(':')).Select(a => (a[0], decimal.Parse(a[1], CultureInfo.InvariantCulture)))];
}
