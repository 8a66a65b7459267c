using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Dynamic;

/// <summary>What a sweep that finds a change inside every published band makes of it.</summary>
public sealed class MissedCrossingTests
{
    private static readonly RiskParameters Parameters = Given.SampleWith(d =>
    {
        d["shardCount"] = 1;
        d["portfolioMargin"] = System.Text.Json.Nodes.JsonNode.Parse("""{"preset":"deribit-like"}""");
        d["dynamicMargin"] = System.Text.Json.Nodes.JsonNode.Parse(Dynamics.Section);
    });

    [Fact]
    public void Of_an_account_that_depends_on_marks_alone_every_change_counts() => Assert.Equal((1, 1), Sweep(AccountMode.Standard, isKnown: true, price: 30_000));

    [Fact]
    public void A_change_that_the_marks_alone_would_have_made_counts() => Assert.Equal((1, 1), Sweep(AccountMode.Portfolio, isKnown: true, price: 30_000));

    [Fact]
    public void Of_an_account_just_loaded_nothing_can_be_said() => Assert.Equal((1, 0), Sweep(AccountMode.Portfolio, isKnown: false, price: 30_000));

    // 12,000 beside a requirement of 0.8·0.45·43,000 = 15,480.
    [Fact]
    public void A_change_that_a_range_alone_has_made_does_not_count() => Assert.Equal((1, 0), Sweep(AccountMode.Portfolio, isKnown: true, price: 43_000, range: 0.45m));

    // At 42,000 the account has 11,000: 2.05 times 0.8·0.16·42,000 = 5,376, and less than 0.8·0.45·42,000 = 15,120.
    [Fact]
    public void A_change_for_which_marks_and_range_moved_does_not_count_if_marks_alone_would_not_have_made_it() =>
        Assert.Equal((1, 0), Sweep(AccountMode.Portfolio, isKnown: true, price: 42_000, range: 0.45m));

    // At 38,000 the account has 7,000: 1.44 times 0.8·0.16·38,000 = 4,864, which is below the level of warning.
    [Fact]
    public void A_change_that_marks_alone_have_made_counts_whatever_the_range_did()
    {
        Assert.Equal((1, 1), Sweep(AccountMode.Portfolio, isKnown: true, price: 38_000, range: 0.16m));
        Assert.Equal((1, 1), Sweep(AccountMode.Portfolio, isKnown: true, price: 38_000, range: 0.45m));
    }

    [Fact]
    public void A_range_that_moves_and_changes_nothing_decides_nothing() => Assert.Equal((0, 0), Sweep(AccountMode.Portfolio, isKnown: true, price: 43_000, range: 0.17m));

    /// <summary>One coin long from 43,000 with 12,000 beside it, healthy at 43,000 with the model's own range of 0.16, for which bands are known, and bankrupt at 30,000; the bands say that nothing matters.</summary>
    /// <returns>Decisions and missed crossings.</returns>
    private static (int Decisions, int Missed) Sweep(AccountMode mode, bool isKnown, decimal price, decimal range = 0.2m)
    {
        var portfolio = new Portfolio([Given.Cross("BTC-PERP", 1, 43_000)], [new CollateralHolding("USDT", 12_000)], mode);
        var state = AccountState.New("A") with
        {
            Holdings = Holdings.None.Apply(Given.Update("A", 1, [.. portfolio.Positions], 12_000), out _),
            Pools = [new PoolState(ResolvedPool.CrossKey, MarginStatus.Healthy)],
        };
        var resolved = ResolvedPortfolio.Resolve(portfolio, Parameters);
        var bands = resolved.Symbols.Select(_ => PriceBand.Everything).ToArray();
        var shard = new LoadedShard(0) { Header = new StoredHeader(new ShardHeader(1, "w", 1), "1") };
        shard.Accounts.Add("A", new AccountEntry(state, resolved, bands, isKnown ? ManualTime.Start : null, RiskState.None));
        foreach (var symbol in resolved.Symbols)
        {
            shard.Published[Parameters.Symbols[symbol]] = PriceBand.Everything;
        }

        var risk = new RiskState(5, new Dictionary<string, decimal> { ["BTC-USD"] = range });
        var marks = MarkSet.Of(Parameters, [new("BTC-PERP", price), new("BTC-USD", price)], ManualTime.Start.AddMinutes(1), risk);
        var report = new ShardPlanner(Parameters).Plan(shard, ShardWork.Sweep(0), [], marks, new SliceGrants(new UsedUpMarkets(), new UsedUpMarkets())).Report;
        return (report.Decisions, report.MissedCrossings);
    }
}
