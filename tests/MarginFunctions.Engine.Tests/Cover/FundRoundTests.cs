using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>Requests that are settled together.</summary>
public sealed class FundRoundTests
{
    private const string LongestId = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";

    [Fact]
    public Task Debts_are_settled_one_by_one_and_what_the_fund_lacks_of_all_is_shared_once() => new Mutualised(initial: 51).PlayAsync(async (fund, cluster) =>
    {
        await fund.HoldAsync("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 48_000)); // 200
        await fund.HoldAsync("X", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000)); // 100

        await fund.SettleAsync(Fund.BadDebt(30, "A"), Fund.Fee(9, "B"), Fund.BadDebt(40, "C"), Fund.BadDebt(20, "D"));

        Assert.Equal(
            ["1 initial: capital-fund 51", "2 A|cross|1: fund-account/A 30", "3 B|cross|1: account/B-fund 9", "4 C|cross|1: fund-account/C 30, capital-account/C 10", "5 D|cross|1: capital-account/D 20", "6 shared|6: account/W-capital 20, account/X-capital 10"],
            fund.Settlements().Select(Text));
        Assert.Equal([("W", -20m), ("X", -10m)], fund.Answers().Select(a => (a.AccountId, a.Amount)));
        Assert.Equal((60m, 30m, 0m), (fund.State.Drawn, fund.State.SharedByWinners, fund.State.BorneByCapital));
        Assert.Equal(2, cluster.Funds.Commits("USDT")); // the endowment, and all of it
    });

    [Fact]
    public Task Those_whose_debts_it_is_bear_nothing_of_it() => new Mutualised(initial: 0).PlayAsync(async (fund, _) =>
    {
        await fund.HoldAsync("A", 5_000, Given.Cross("BTC-PERP", 1, 49_000)); // 1,000 won in the cross pool; the debt is of an isolated one
        await fund.HoldAsync("W", 5_000, Given.Cross("BTC-PERP", 1, 49_000));

        await fund.SettleAsync(Fund.BadDebt(30, "A"), Fund.BadDebt(40, "B"));

        Assert.Equal([("W", -70m)], fund.Answers().Select(a => (a.AccountId, a.Amount)));
    });

    [Fact]
    public Task A_request_that_is_there_twice_is_settled_once() => new Mutualised(initial: 100).PlayAsync(async (fund, _) =>
    {
        await fund.SettleAsync(Fund.BadDebt(30), Fund.BadDebt(30), Fund.BadDebt(20, number: 2));
        await fund.SettleAsync(Fund.BadDebt(20, number: 2), Fund.Fee(5, number: 3), Fund.BadDebt(30));

        Assert.Equal(["initial", "A|cross|1", "A|cross|2", "A|cross|3"], fund.Settlements().Select(s => s.Id));
        Assert.Equal(55, fund.State.Balance); // 100 − 30 − 20 + 5
    });

    [Fact]
    public Task What_is_too_much_for_one_transaction_goes_into_the_next_and_no_profit_is_asked_for_twice() => new Mutualised(initial: 0).PlayAsync(async (fund, cluster) =>
    {
        await fund.HoldAsync("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000)); // 100

        await fund.SettleAsync([.. Enumerable.Range(1, FundRound.MostRequests + 8).Select(n => Fund.BadDebt(3, number: n))]);

        Assert.Equal([-96m, -4m], fund.Answers().Select(a => a.Amount)); // 32 · 3, and what is left of 100 for 8 · 3
        Assert.Equal((100m, 20m), (fund.State.SharedByWinners, fund.State.BorneByCapital));
        Assert.Equal(3, cluster.Funds.Commits("USDT"));
        Assert.Equal(1, cluster.Steps.Journal.Count(call => call == "store.ListShards")); // the accounts are read once
    });

    [Fact]
    public Task Losses_are_gathered_and_shared_when_it_is_time_whether_or_not_another_comes() => new Mutualised(initial: 0, shareEvery: "00:05:00").PlayAsync(async (fund, cluster) =>
    {
        await fund.HoldAsync("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000)); // 100
        await fund.SettleAsync(Fund.BadDebt(10));
        Assert.Equal([-10m], fund.Answers().Select(a => a.Amount));

        await fund.SettleAsync(Fund.BadDebt(20, "A", 2));
        cluster.Time.Advance(TimeSpan.FromMinutes(4));
        await fund.HoldAsync("A", 5_000, Given.Cross("BTC-PERP", 1, 49_000)); // has won since, and bears nothing of what was its own debt
        await fund.SettleAsync(Fund.BadDebt(30, "B", 3));
        await fund.ShareAsync();
        Assert.Empty(fund.Answers());
        Assert.Equal((50m, 50m), (fund.State.Unshared, fund.State.BorneByCapital));

        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await fund.ShareAsync();
        await fund.ShareAsync();

        Assert.Equal([("W", -50m)], fund.Answers().Select(a => (a.AccountId, a.Amount)));
        Assert.Equal((0m, 60m, 0m), (fund.State.Unshared, fund.State.SharedByWinners, fund.State.BorneByCapital));
    });

    [Fact]
    public Task Under_deleveraging_there_is_nothing_to_share() => new Deleveraged(initial: 0).PlayAsync(async (fund, _) =>
    {
        await fund.HoldAsync("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000));
        await fund.SettleAsync(Fund.BadDebt(10));

        await fund.ShareAsync();

        Assert.Empty(fund.Answers());
        Assert.Equal((0m, 10m), (fund.State.Unshared, fund.State.BorneByCapital));
    });

    [Fact]
    public Task What_one_pool_takes_of_a_winner_is_not_there_for_the_next() => new Deleveraged(initial: 0).PlayAsync(async (fund, cluster) =>
    {
        await fund.HoldAsync("W", 5_000, Given.Cross("BTC-PERP", -0.15m, 52_000));

        await fund.SettleAsync(Fund.Bankrupt(60, "A"), Fund.Bankrupt(60, "B"), Fund.Bankrupt(60, "C"));

        Assert.Equal(
            ["A sell 0.1", "B sell 0.05", "W buy 0.1", "W buy 0.05"],
            fund.Answers().SelectMany(a => (a.Orders ?? []).Select(o => string.Create(CultureInfo.InvariantCulture, $"{a.AccountId} {o.Side} {o.Quantity:G29}"))));
        Assert.Equal([CoverageAnswerKind.Deleverage, CoverageAnswerKind.Deleverage, CoverageAnswerKind.Backed], fund.Settlements().Skip(1).Select(s => s.Answer!.Value));
        Assert.Equal(2, cluster.Funds.Commits("USDT"));
    });

    [Fact]
    public Task The_largest_round_of_debts_fits_in_a_transaction_and_its_answers_in_messages() => new Mutualised(initial: 0).PlayAsync(async (fund, cluster) =>
    {
        await fund.HoldAsync(Enumerable.Range(0, FundDecision.MostWinners).Select(n => ($"{LongestId}{n:D4}", 50_000_000_000_000m, (Position[])[Given.Cross("BTC-PERP", 1_000_000_000.12345678m, 48_000.12345678m)])));
        await fund.FillStateAsync();

        await fund.SettleAsync([.. Enumerable.Range(0, FundRound.MostRequests).Select(n => Longest(Fund.BadDebt(50_000_000_000_000.12345678m), n))]);

        Assert.Equal(FundDecision.MostWinners, fund.Settlements()[^1].Entries.Count);
        Assert.Equal(2 + 2 * FundRound.MostRequests + 1 + 4, cluster.Funds.MostRows); // header, state, two a request, the share, 1,000 answers
    });

    [Fact]
    public Task The_largest_round_of_trades_fits_in_a_transaction_and_its_answers_in_messages() => new Deleveraged(initial: 0).PlayAsync(async (fund, cluster) =>
    {
        await fund.HoldAsync(Enumerable.Range(0, 600).Select(n => ($"{LongestId}{n:D4}", 5_000m, (Position[])[Given.Cross("BTC-PERP", -0.001m, 52_000.12345678m)])));
        await fund.FillStateAsync();
        decimal[] sizes = [(FundRound.ManyAnswers - 2) * 0.001m, 1];

        await fund.SettleAsync([.. sizes.Select((size, n) => Longest(Fund.Bankrupt(60, positions: new BankruptPosition("BTC-PERP", size, 51_000.12345678m)), n))]);

        Assert.Equal([FundRound.ManyAnswers - 1, FundDecision.MostTrades], fund.Settlements().TakeLast(2).Select(s => s.Deleveraged!.Count));
        Assert.Equal(2 + 2 * 2 + 3, cluster.Funds.MostRows); // both in one: header, state, two a request, 599 answers
    });

    private static CoverageRequest Longest(CoverageRequest request, int n)
    {
        var account = $"{LongestId.Replace('W', 'A')}{n:D4}";
        return request with { AccountId = account, Id = $"{account}|cross|{new string('9', CoverageRequestFormat.LongestId - account.Length - 7)}" };
    }

    private static string Text(FundSettlement settlement) =>
        string.Create(CultureInfo.InvariantCulture, $"{settlement.Number} {settlement.Id}: {string.Join(", ", settlement.Entries.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Debit}-{e.Credit} {e.Amount:G29}")))}");

    private sealed class Mutualised(decimal initial, string shareEvery = "00:00:00") : Stage("mutualisation", initial, shareEvery);

    private sealed class Deleveraged(decimal initial) : Stage("deleveraging", initial);

    private abstract class Stage(string allocation, decimal initial, string shareEvery = "00:00:00") : FundScenario(With(allocation, initial, d => d["fund"]!["shareEvery"] = shareEvery))
    {
        private static readonly CancellationToken None = CancellationToken.None;

        public new FundState State => base.State;

        public async Task PlayAsync(Func<Stage, Cluster, Task> play)
        {
            await play(this, Cluster);
            BooksClose();
            Assert.Empty(Cluster.Funds.Outbox("USDT"));
            Assert.All(Cluster.Bus.At(Entities.ShardWork), message => Assert.InRange(message.Body.Length, 1, MessageLimits.BodyBytes));
        }

        public new IReadOnlyList<FundSettlement> Settlements() => base.Settlements();

        public new IReadOnlyList<CoverageAnswer> Answers() => base.Answers();

        public Task HoldAsync(string account, decimal usdt, params Position[] positions) => Hold(account, usdt, positions);

        public Task HoldAsync(IEnumerable<(string Account, decimal Usdt, Position[] Positions)> accounts) => Hold(accounts);

        public Task ShareAsync() => Cluster.NewFund().ShareLossesAsync(None);

        public Task SettleAsync(params CoverageRequest[] requests) => Settle(requests);

        /// <summary>Ids as long as they may be, and every list as long as it may be.</summary>
        public async Task FillStateAsync()
        {
            await Cluster.NewFund().OpenAsync(None);
            var until = Cluster.Time.Now.AddMinutes(1);
            var state = State with
            {
                SetAside = [.. Enumerable.Range(0, FundDecision.MostSetAside).Select(n => new FundSetAside($"{LongestId}{n:D4}", new string('P', 64), 10_000_000_000_000.00000001m, until))],
                Takings = [.. Enumerable.Range(0, FundDecision.MostTakings).Select(_ => new FundTaking(1, until))],
                Endowments = ["initial", .. Enumerable.Range(0, 1_000).Select(n => $"{LongestId}{n:D4}")],
            };
            var header = (await Cluster.Funds.LoadAsync("USDT", None)).Header!;
            var change = new RowChange(RowKeys.FundState, JsonSerializer.SerializeToUtf8Bytes(state, EngineJson.Default.FundState));
            Assert.NotNull(await Cluster.Funds.CommitAsync(new ShardTransaction("USDT", header.Header with { Version = 2, Writer = "test" }, header.ETag, [change]), None));
        }
    }
}
