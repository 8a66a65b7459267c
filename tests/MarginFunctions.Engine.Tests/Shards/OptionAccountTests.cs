using System.Text.Json.Nodes;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Shards;

/// <summary>Accounts with options in one shard. The options expire 30 days after the test's first moment; the forward stands at 60,000 and volatility at 60 % unless a test moves them.</summary>
public sealed class OptionAccountTests() : ShardProcessorScenario(Parameters)
{
    private const string Call = "BTC-OPT-60000-C";
    private const string Put = "BTC-OPT-60000-P";

    private static readonly RiskParameters Parameters = Given.SampleWith(d =>
    {
        d["shardCount"] = 1;
        d["optionSeries"] = new JsonArray(JsonNode.Parse($$"""
            {"series":"BTC-OPT","settlement":"linear","underlying":"BTC-USD","settlementAsset":"USDT","contractSize":"1","expiry":"{{ManualTime.Start.AddDays(30):yyyy-MM-ddTHH:mm:ssZ}}",
             "strikes":["60000"],"forward":"BTC-PERP","volatility":"BTC-IV"}
            """));
    });

    // A short call at the money holds 4,500 and owes 4,112.36.
    [Fact]
    public async Task A_rise_of_volatility_alone_calls_margin_of_a_short_option()
    {
        await Market(60_000, 0.6m);
        await Apply(Given.Update("A-1", 1, [Given.Cross(Call, -1, 4_000)], 11_000));
        Assert.Equal(MarginStatus.Healthy, Cluster.Account("A-1").Status);

        await Tick("BTC-IV", 0.8m);
        await Drain(Processor);

        // 11,000 less 5,480.64 is 5,519.36, below 1.5 times 4,500 and above 1.2 times.
        Assert.Equal(MarginStatus.Warned, Cluster.Account("A-1").Status);
        Assert.Equal(0.8m, Cluster.Decisions().Single().Marks["BTC-IV"]);
    }

    [Fact]
    public async Task A_liquidation_closes_options_with_everything_else()
    {
        await Market(60_000, 0.6m);
        await Apply(Given.Update("A-1", 1, [Given.Cross(Call, -2, 4_000), Given.Cross("BTC-PERP", 1, 60_000), Given.Cross(Put, 1, 4_000)], 9_000));

        var job = Assert.Single(Cluster.Jobs());
        Assert.Equal([("BTC-PERP", "sell", 1m), (Call, "buy", 2m), (Put, "sell", 1m)], job.Orders.Select(o => (o.Instrument, o.Side, o.Quantity)));
    }

    [Fact]
    public async Task What_time_alone_takes_from_an_option_is_found_by_the_sweep_and_is_no_missed_crossing()
    {
        await Market(60_000, 0.6m);

        // The long put is worth 4,112.36 today and nothing but its intrinsic value at expiry: 0. The perpetual requires 240.
        await Apply(Given.Update("A-1", 1, [Given.Cross(Put, 1, 4_000), Given.Cross("BTC-PERP", 1, 60_000)], 250));
        Assert.Equal(MarginStatus.Healthy, Cluster.Account("A-1").Status);

        Cluster.Time.Now += TimeSpan.FromDays(31);
        var report = await Sweep();

        Assert.Equal((MarginStatus.Called, 0), (Cluster.Account("A-1").Status, report.MissedCrossings));
    }

    [Fact]
    public async Task Bands_that_are_only_narrowed_raise_the_version_for_no_older_copy_may_be_trusted()
    {
        await Market(60_000, 0.6m);
        await Apply(Given.Update("A-1", 1, [Given.Cross(Put, 1, 4_000), Given.Cross("BTC-PERP", 1, 60_000)], 250));
        await Sweep();
        var before = (await Cluster.Store.ReadHeaderAsync(0, CancellationToken.None))!.Header.Version;

        // So little has changed that nothing is worth widening.
        Cluster.Time.Now += TimeSpan.FromMinutes(11);
        await Sweep();

        Assert.Equal(before + 1, (await Cluster.Store.ReadHeaderAsync(0, CancellationToken.None))!.Header.Version);
    }

    [Fact]
    public async Task Without_a_volatility_an_account_is_unpriced_and_says_which_is_missing()
    {
        Cluster.Mark("BTC-PERP", 60_000);
        await Apply(Given.Update("A-1", 1, [Given.Cross(Call, -1, 4_000)], 11_000));
        Assert.Equal("BTC-IV", Cluster.Account("A-1").Assessments.Single().Missing);

        await Tick("BTC-IV", 0.6m);
        await Drain(Processor);
        Assert.Null(Cluster.Account("A-1").Assessments.Single().Missing);
    }

    [Fact]
    public async Task A_decision_is_made_again_from_its_record_to_the_last_place()
    {
        await Market(59_123.45m, 0.7123m);
        await Apply(Given.Update("A-1", 1, [Given.Cross(Call, -1.7m, 4_000), Given.Cross("BTC-PERP", 1, 60_000), Given.Cross(Put, 0.3m, 4_000)], 13_000));
        Cluster.Time.Now += TimeSpan.FromHours(7.5);
        await Tick("BTC-PERP", 63_210.99m);
        await Drain(Processor);

        Assert.All(Cluster.Decisions(), record => MadeAgain.Check(record, Parameters));
        Assert.NotEmpty(Cluster.Decisions());
    }

    private async Task Market(decimal forward, decimal volatility)
    {
        await Tick("BTC-PERP", forward);
        await Tick("BTC-IV", volatility);
    }
}
