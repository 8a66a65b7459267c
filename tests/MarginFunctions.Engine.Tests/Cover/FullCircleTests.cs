using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Liquidation;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>From a shard to the fund and back, over the queues.</summary>
public sealed class FullCircleTests() : LiquidationScenario(Given.WithLiquidation(change: d => d["fund"] = System.Text.Json.Nodes.JsonNode.Parse("""{"initial":"100","lossAllocation":"deleveraging"}""")))
{
    [Fact]
    public async Task A_bankrupt_account_that_the_fund_cannot_stand_behind_and_its_winner_get_jobs_that_match()
    {
        var (a, w) = (Broker("A").Has("USDT", 4_000).Has(Given.Cross("BTC-PERP", 10, 43_000)), Broker("W").Has("USDT", 200_000).Has(Given.Cross("BTC-PERP", -50, 43_000)));
        await Apply(a.Whole(), w.Whole());
        Cluster.Mark("BTC-PERP", 42_500);
        await Sweep();
        await Work();

        // 4,000 less 5,000: bankrupt at 42,600, and the fund has 100.
        Assert.Equal(MarginStatus.Liquidating, Status());
        var jobs = Cluster.Jobs().Where(j => j.Scope == LiquidationJob.Deleverage).OrderBy(j => j.AccountId, StringComparer.Ordinal).ToList();
        Assert.Equal(["A", "W"], jobs.Select(j => j.AccountId));
        var (sold, bought) = (Assert.Single(jobs[0].Orders), Assert.Single(jobs[1].Orders));
        Assert.Equal(("sell", "buy", sold.Quantity, sold.LimitPrice), (sold.Side, bought.Side, bought.Quantity, bought.LimitPrice));
        Assert.Equal((10m, 42_600m, 0m, -40m), (sold.Quantity, sold.LimitPrice!.Value, sold.ReduceTo ?? 0, bought.ReduceTo!.Value));

        // Closed against each other at the bankruptcy price, A has nothing and owes nothing, and the fund has paid nothing.
        await Apply(a.Fill(jobs[0], "BTC-PERP", 10, 42_600), w.Fill(jobs[1], "BTC-PERP", 10, 42_600));
        await Work();
        Assert.Equal((MarginStatus.Healthy, 0m), (Status(), a.Cash));
        Assert.Equal(204_000m, w.Cash);
        Assert.All(Cluster.Funds.Settlements("USDT"), s => Assert.Equal(100, s.Balance));
        CheckDecisions();
    }

    [Fact]
    public async Task A_debt_is_covered_at_once_and_the_fund_pays_what_it_has()
    {
        var a = Broker().Has("USDT", -130);
        await Apply(a.Whole());
        await Work();

        Assert.Equal([130m], Entries(AccountEntryKind.CoverPayment));
        var settlement = Assert.Single(Cluster.Funds.Settlements("USDT"), s => s.Kind == FundSettlementKind.BadDebt);
        Assert.Equal([new FundEntry("fund", "account/A", 100), new FundEntry("capital", "account/A", 30)], settlement.Entries);
        await Apply(a.Book().Whole());
        Assert.Equal((MarginStatus.Healthy, 0m), (Status(), a.Cash));
    }

    /// <summary>Everything that waits for the fund and for the shard.</summary>
    private async Task Work()
    {
        var requests = new CoverageRequestFormat(Cluster.Parameters);
        var works = new ShardWorkFormat(new HoldingsReader(Cluster.Parameters));
        while (Cluster.Bus.At(Entities.CoverageRequests).Concat(Cluster.Bus.At(Entities.ShardWork)).FirstOrDefault() is { } message)
        {
            Cluster.Bus.At(message.Entity).Remove(message);
            if (message.Entity == Entities.ShardWork)
            {
                Assert.Empty(works.Read(message.Body, out var work));
                await Process(work!);
                continue;
            }

            Assert.Equal("USDT", message.SessionId);
            Assert.Empty(requests.Read(message.Body, out var request));
            await Cluster.NewFund().SettleAsync([request!], CancellationToken.None);
        }
    }
}
