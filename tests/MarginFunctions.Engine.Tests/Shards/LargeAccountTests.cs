using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Shards;

/// <summary>Accounts near the largest that a row takes. Names of 64 characters make the rows as large as they get.</summary>
public sealed class LargeAccountTests
{
    private static readonly RiskParameters Short = Given.WithPerpetuals(Enumerable.Range(0, 1_000).Select(i => $"P-{i:D4}"));

    [Theory]
    [InlineData("with short names", 8)]
    [InlineData("with long names", 64)]
    public async Task The_largest_account_that_is_accepted_can_be_liquidated_and_what_is_larger_is_refused_by_name(string which, int length)
    {
        var parameters = Perpetuals(5_000, length);
        var cluster = new Cluster(parameters);
        var processor = cluster.NewProcessor();
        var accepted = 0;
        var sequence = 0;
        for (; cluster.Rejections().Count == 0; accepted += cluster.Rejections().Count == 0 ? 250 : 0)
        {
            await processor.ProcessAsync(
                Given.Work(Given.Update("BIG", ++sequence, [.. parameters.Instruments.Skip(accepted).Take(250).Select(i => Given.Cross(i.Symbol, 1.23456789m, 1.23456789m))], usdt: 1_000_000)),
                CancellationToken.None);
        }

        var rejection = Assert.Single(cluster.Rejections());
        Assert.Equal(("BIG", $"m-BIG-{sequence}"), (rejection.AccountId, rejection.MessageId));
        Assert.Contains("is the most", Assert.Single(rejection.Problems).Reason, StringComparison.Ordinal);
        Assert.Equal((accepted, sequence - 1), (cluster.Account("BIG").Holdings.Positions.Count, cluster.Account("BIG").Holdings.LastSequence));
        Assert.True(accepted >= 1_000, $"{which}: {accepted}");

        // Marks come, as long as marks get.
        foreach (var instrument in parameters.Instruments)
        {
            cluster.Mark(instrument.Symbol, 1.234567890123456789012345678m);
        }

        // The next update takes its money away: every row and message of the decision must fit.
        var report = await processor.ProcessAsync(Given.Work(Given.Update("BIG", 99_999, [], usdt: -1_000_000), Given.Update("SMALL", 1, [], usdt: 5)), CancellationToken.None);

        Assert.Equal((2, 0, 1), (report.Applied, report.Refused, report.Decisions));
        Assert.Equal(accepted, Assert.Single(cluster.Jobs()).Orders.Count);
        Assert.Equal(MarginStatus.Liquidating, cluster.Account("BIG").Status);
    }

    [Fact]
    public async Task Amounts_too_large_to_be_added_up_are_refused_and_do_not_stop_the_shard()
    {
        var parameters = Given.SampleWith(d =>
        {
            d["shardCount"] = 1;
            d["instruments"] = new System.Text.Json.Nodes.JsonArray([.. Short.Instruments.Select(i => System.Text.Json.Nodes.JsonNode.Parse(
                $$"""{"symbol":"{{i.Symbol}}","kind":"perpetual","settlement":"linear","underlying":"IDX","settlementAsset":"USDT","contractSize":"100000","volatility":"0.6","tierTable":"major"}"""))]);
        });
        var cluster = new Cluster(parameters);
        var absurd = Given.Update("A", 1, [.. parameters.Instruments.Select(i => Given.Cross(i.Symbol, HoldingsReader.LargestQuantity, HoldingsReader.HighestPrice))]);

        var report = await cluster.NewProcessor().ProcessAsync(Given.Work(absurd, Given.Update("B", 1, [], usdt: -5)), CancellationToken.None);

        Assert.Equal((1, 1), (report.Applied, report.Refused));
        Assert.Equal("amounts are too large to be added up", Assert.Single(Assert.Single(cluster.Rejections()).Problems).Reason);
        Assert.Equal(["B"], cluster.Accounts().Select(a => a.AccountId));
    }

    [Fact]
    public async Task An_amount_too_large_to_be_assessed_keeps_its_status_and_is_looked_at_when_any_mark_comes()
    {
        var cluster = new Cluster(Given.OneShard);
        cluster.Mark("BTC-INV-PERP", 10_000_000_000m);
        var processor = cluster.NewProcessor();

        // 1e11 contracts of 100 at an entry of 1e-7: the profit at 1e10 is 1e30.
        await processor.ProcessAsync(Given.Work(Given.Update("A", 1, [Given.Cross("BTC-INV-PERP", -HoldingsReader.LargestQuantity, 0.0000001m)])), CancellationToken.None);
        Assert.Equal("amounts are too large to be added up", cluster.Account("A").Assessments[0].Missing);
        Assert.Equal(MarginStatus.Healthy, cluster.Account("A").Status);
        cluster.Mark("BTC-INV-PERP", 43_000);

        Assert.Equal([0], await cluster.Bands.FindLeftAsync("BTC-INV-PERP", 43_000, CancellationToken.None));
        await processor.ProcessAsync(ShardWork.Reprice(0), CancellationToken.None);

        Assert.Equal(MarginStatus.Liquidating, cluster.Account("A").Status);
    }

    [Fact]
    public async Task The_largest_account_that_is_accepted_can_be_liquidated_in_parts_and_its_row_has_room_for_their_jobs()
    {
        var parameters = Perpetuals(2_000, 64, Given.WithLiquidation().Liquidation);
        var cluster = new Cluster(parameters);
        var processor = cluster.NewProcessor();
        var accepted = 0;
        var sequence = 0;
        for (; cluster.Rejections().Count == 0; accepted += cluster.Rejections().Count == 0 ? 250 : 0)
        {
            await processor.ProcessAsync(
                Given.Work(Given.Update("BIG", ++sequence, [.. parameters.Instruments.Skip(accepted).Take(250).Select(i => Given.Isolated(i.Symbol, 1.23456789m, 1.23456789m, 0.12345678m))], usdt: 1_000_000)),
                CancellationToken.None);
        }

        Assert.Contains("is the most", Assert.Single(Assert.Single(cluster.Rejections()).Problems).Reason, StringComparison.Ordinal);
        Assert.True(accepted >= 500, $"{accepted}");
        foreach (var instrument in parameters.Instruments)
        {
            // Each has lost its margin.
            cluster.Mark(instrument.Symbol, 1.135000090123456789012345678m);
        }

        await processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

        // An account has so many orders open at a time; the others come when these are over.
        Assert.Equal(100, cluster.Jobs().Count);
        Assert.All(cluster.Account("BIG").Pools.Skip(1), pool => Assert.Equal(MarginStatus.Liquidating, pool.Status));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);
        Assert.Equal(200, cluster.Jobs().Count);
    }

    private static RiskParameters Perpetuals(int count, int length, LiquidationPolicy? liquidation = null)
    {
        var symbols = Enumerable.Range(0, count).Select(i => $"{new string('P', length - 5)}-{i:D4}").ToList();
        var one = Given.WithPerpetuals(["X"]);
        return new RiskParameters(
            "large", "USDT", 1, TimeSpan.FromMinutes(1), one.Levels, [.. symbols.Select(s => one.Instruments[0] with { Symbol = s })], one.Collateral, one.Stress)
        {
            Liquidation = liquidation,
        };
    }
}
