using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Tests.Shards;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Dynamic;

public sealed class RiskStateInShardsTests : ShardProcessorScenario
{
    public RiskStateInShardsTests()
        : base(Dynamics.Parameters) => Cluster.Mark("BTC-PERP", 43_000);

    [Fact]
    public async Task Before_the_first_version_a_decision_names_none()
    {
        await Apply(Long("A", usdt: 195));

        var decision = Assert.Single(Cluster.Decisions());
        Assert.Null(decision.RiskVersion);
        Assert.Null(decision.PriceRanges);
    }

    [Fact]
    public async Task A_decision_records_the_version_and_the_ranges_of_what_the_account_depends_on()
    {
        Cluster.Mark("BTC-USD", 43_000);
        await Publish();
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));
        Cluster.Mark("BTC-USD", 43_001);
        await Publish();

        await Apply(Long("A", usdt: 195));

        var decision = Assert.Single(Cluster.Decisions());
        Assert.Equal(2, decision.RiskVersion);
        Assert.Equal("BTC-USD", Assert.Single(decision.PriceRanges!).Key); // ETH-USD has a range and no part in the account
        Assert.Equal(Cluster.RiskStates.Now()!.ToRiskState().PriceRanges["BTC-USD"], decision.PriceRanges!["BTC-USD"]);
        Assert.Equal(Cluster.Time.Now, decision.At);
    }

    [Fact]
    public async Task The_version_that_a_decision_names_can_be_read_again_after_later_ones()
    {
        await Publish();
        await Apply(Long("A", usdt: 195));
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Publish();

        var named = await Cluster.RiskStates.ReadAsync(Cluster.Decisions()[0].RiskVersion!.Value, CancellationToken.None);

        Assert.Equal(Cluster.Decisions()[0].PriceRanges!["BTC-USD"], named!.ToRiskState().PriceRanges["BTC-USD"]);
    }

    [Fact]
    public async Task Without_dynamic_margin_no_risk_state_is_read()
    {
        var plain = new Cluster(Given.OneShard);

        await plain.NewProcessor().ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        Assert.DoesNotContain("risk.ReadLatest", plain.Steps.Journal);
    }

    [Fact]
    public async Task A_new_version_moves_no_account_that_has_no_scenarios()
    {
        await Publish();
        await Apply(Long("A", usdt: 300));
        await Sweep();
        Cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Publish();
        Cluster.Steps.Journal.Clear();

        var report = await Sweep();

        Assert.Equal((1, 0, 0), (report.Assessed, report.Decisions, report.MissedCrossings));
        Assert.Empty(Writes());
    }

    private Task Publish() => Cluster.NewRiskPublisher().PublishAsync(CancellationToken.None);
}
