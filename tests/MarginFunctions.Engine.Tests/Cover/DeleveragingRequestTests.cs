using System.Text.Json.Nodes;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>A fund that cannot stand behind a pool: from the request to the jobs of winners.</summary>
public sealed class DeleveragingRequestTests() : FundScenario(With("deleveraging", initial: 50))
{
    // A is long 0.1 BTC and bankrupt at 51,000; the mark is 50,000, so closing at the market would cost 100.
    private static readonly BankruptPosition Long = new("BTC-PERP", 0.1m, 51_000);

    [Fact]
    public async Task Positions_are_closed_against_those_of_winners_by_profit_and_leverage()
    {
        await Hold("W", 500, Given.Cross("BTC-PERP", -0.06m, 52_000)); // 120 of 3,120 won, 4.8 times its equity
        await Hold("X", 5_000, Given.Cross("BTC-PERP", -0.5m, 52_000)); // as much won, 4 times its equity
        await Hold("Y", 5_000, Given.Cross("BTC-PERP", 3, 49_000)); // on the same side
        await Hold("Z", 5_000, Given.Cross("BTC-PERP", -0.5m, 49_000)); // a loser is asked last

        await Settle(Fund.Bankrupt(100, positions: Long));

        var answers = Answers();
        Assert.Equal(["A|cross|fund|2", "W|cross|fund|2", "X|cross|fund|2"], answers.Select(a => a.Id));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "sell", 0.1m, true, 51_000, 0), Assert.Single(answers[0].Orders!));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "buy", 0.06m, true, 51_000, 0), Assert.Single(answers[1].Orders!));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "buy", 0.04m, true, 51_000, -0.46m), Assert.Single(answers[2].Orders!));
        Assert.Equal((50m, 0m), (State.Balance, State.Drawn));
        BooksClose();
    }

    [Fact]
    public async Task A_winner_gets_its_job_once_with_a_decision_that_can_be_made_again()
    {
        await Hold("W", 500, Given.Cross("BTC-PERP", -0.2m, 52_000));
        await Settle(Fund.Bankrupt(100, positions: Long));
        var sent = Sent();

        await Deliver(sent);
        await Deliver(sent);

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal(("W|cross|fund|2", "W", "cross", LiquidationJob.Deleverage, (DateTimeOffset?)null), (job.JobId, job.AccountId, job.Pool, job.Scope, job.ExpiresAt));
        Assert.Equal(new LiquidationOrder("BTC-PERP", "buy", 0.1m, true, 51_000, -0.1m), Assert.Single(job.Orders));
        var decision = Assert.Single(Enumerable.Range(0, 4).SelectMany(shard => Cluster.Decisions(shard)), d => d.AccountId == "W");
        Assert.Equal("W|cross|fund|2", decision.AnswerId);
        Assert.Equal(decision.Before, decision.After);
        Assert.Equal(1, Account("W").DecisionCount);
        MadeAgain.Check(decision, Cluster.Parameters);
    }

    [Fact]
    public async Task What_one_request_takes_of_a_winner_the_next_does_not_take_again()
    {
        await Hold("W", 5_000, Given.Cross("BTC-PERP", -0.15m, 52_000));
        await Settle(Fund.Bankrupt(100, positions: Long));
        await Settle(Fund.Bankrupt(100, "B", positions: Long));
        await Settle(Fund.Bankrupt(100, "C", positions: Long));

        // A: −0.15 to −0.05; B: −0.05 to 0; for C there is no one left, whatever W's shard knows of it.
        Assert.Equal([(CoverageAnswerKind.Deleverage, 0m), (CoverageAnswerKind.Deleverage, 0.05m)], Answers().Where(a => a.AccountId is "A" or "B").Select(a => (a.Kind, a.Orders![0].ReduceTo!.Value)));
        Assert.Equal(CoverageAnswerKind.Backed, Settlements()[^1].Answer);
        Assert.Equal([-0.05m, 0m], Settlements().SelectMany(s => s.Deleveraged ?? []).Where(t => t.AccountId == "W").Select(t => t.ReduceTo));
    }

    [Fact]
    public async Task An_isolated_position_is_ranked_and_closed_in_its_own_pool()
    {
        await Hold("W", 500, Given.Isolated("BTC-PERP", -0.1m, 52_000, 600));

        await Settle(Fund.Bankrupt(100, positions: Long));

        var answer = Answers().Single(a => a.AccountId == "W");
        Assert.Equal(("BTC-PERP", "W|BTC-PERP|fund|2", false), (answer.Pool, answer.Id, answer.IsOwn));
    }

    [Fact]
    public async Task Options_are_closed_against_options_and_ranked_by_what_they_have_won()
    {
        const string call = "BTC-29MAR30-60000-C";
        var parameters = With("deleveraging", 50, d => d["optionSeries"] = new JsonArray(JsonNode.Parse(
            """{"series":"BTC-29MAR30","settlement":"linear","underlying":"BTC-USD","settlementAsset":"USDT","contractSize":"1","expiry":"2030-03-29T08:00:00Z","strikes":["60000"],"forward":"BTC-29MAR30","volatility":"BTC-IV"}""")));
        var options = new Options(parameters);

        await options.Close(call);
    }

    [Fact]
    public void Lots_are_those_of_the_liquidation_terms_where_there_are_any()
    {
        var sample = RiskParametersFile.LoadSample();

        Assert.Equal(sample.Liquidation!.Terms.MarketOf("BTC-PERP").Lot, FundTerms.Of(sample)!.LotOf("BTC-PERP"));
        Assert.Equal(0.00000001m, FundTerms.Of(Cluster.Parameters)!.LotOf("BTC-PERP"));
    }

    private sealed class Options(Risk.Parameters.RiskParameters parameters) : FundScenario(parameters)
    {
        public async Task Close(string call)
        {
            Cluster.Mark("BTC-29MAR30", 60_000);
            Cluster.Mark("BTC-IV", 0.6m);
            await Hold("W", 50_000, Given.Cross(call, 1, 10)); // bought for 10, worth thousands
            await Hold("X", 50_000, Given.Cross(call, 1, 20_000));

            await Settle(Fund.Bankrupt(100, positions: new BankruptPosition(call, -1, 5_000)));

            var answers = Answers();
            Assert.Equal(["A", "W"], answers.Select(a => a.AccountId));
            Assert.Equal([new LiquidationOrder(call, "buy", 1, true, 5_000, 0), new LiquidationOrder(call, "sell", 1, true, 5_000, 0)], answers.Select(a => Assert.Single(a.Orders!)));

            // And its profit is one that bears a loss.
            await Settle(Fund.BadDebt(60, number: 2));
            Assert.Equal(10, State.BorneByCapital);
        }
    }
}
