using System.Text;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Support;

/// <summary>Short ways to write down what tests are about.</summary>
internal static class Given
{
    /// <summary>Sections of the sample that tests ask for where they are about them: without, the engine calls and closes everything.</summary>
    private static readonly string[] Sections = ["liquidation", "fund"];

    public static RiskParameters Sample { get; } = SampleWith(_ => { });

    /// <summary>The sample with one shard, so that every account is in shard 0.</summary>
    public static RiskParameters OneShard { get; } = SampleWith(d => d["shardCount"] = 1);

    public static RiskParameters SampleWith(Action<JsonObject> change)
    {
        var document = JsonNode.Parse(RiskParametersFile.SampleDocument())!.AsObject();
        foreach (var section in Sections)
        {
            document.Remove(section);
        }

        change(document);
        return RiskParametersFile.Parse(Utf8(document.ToJsonString()), "test parameters");
    }

    /// <summary>
    /// Pools are liquidated: 0.05 % for the venue and 0.1 % for the fund, orders stand for a minute, BTC and ETH perpetuals cost 0.03 % in lots of 0.001 and 0.01, everything else nothing in lots of 0.0001, and no
    /// minute has an end.
    /// </summary>
    /// <param name="withFund">Whether there is an insurance fund.</param>
    /// <param name="shards">How many shards.</param>
    /// <param name="change">What else is different.</param>
    public static RiskParameters WithLiquidation(bool withFund = false, int shards = 1, Action<JsonObject>? change = null) => SampleWith(d =>
    {
        d["shardCount"] = shards;
        d["liquidation"] = JsonNode.Parse("""
            {"feeRate":"0.0005","fundFeeRate":"0.001","orderLife":"00:01:00","market":{"impact":"0","lot":"0.0001","minimumSize":"0"},
             "markets":[{"name":"BTC-PERP","impact":"0.0003","lot":"0.001","minimumSize":"0.001"},{"name":"ETH-PERP","impact":"0.0003","lot":"0.01","minimumSize":"0.01"}]}
            """);
        if (withFund)
        {
            d["fund"] = JsonNode.Parse("""{"initial":"1000000","lossAllocation":"deleveraging"}""");
        }

        change?.Invoke(d);
    });

    /// <summary>A market's most in a minute.</summary>
    public static void Cap(JsonObject document, string market, decimal perMinute) => document["liquidation"]!["markets"]!.AsArray().Single(m => (string)m!["name"]! == market)!["perMinute"] = perMinute;

    /// <summary>One shard, and linear perpetuals <c>P-0000</c>, <c>P-0001</c>, … of one tier table and an underlying each.</summary>
    public static RiskParameters WithPerpetuals(IEnumerable<string> symbols) => SampleWith(d =>
    {
        d["shardCount"] = 1;
        d["instruments"] = new JsonArray([.. symbols.Select(symbol => JsonNode.Parse(
            $$"""{"symbol":"{{symbol}}","kind":"perpetual","settlement":"linear","underlying":"IDX","settlementAsset":"USDT","contractSize":"1","volatility":"0.6","tierTable":"major"}"""))]);
    });

    /// <summary>The sample with one shard and without cover.</summary>
    public static RiskParameters WithoutCover { get; } = SampleWith(d =>
    {
        d["shardCount"] = 1;
        d.Remove("cover");
    });

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static IncomingMessage Message(string id, string json) => new(id, Utf8(json));

    public static Position Cross(string instrument, decimal quantity, decimal entry) => new(instrument, quantity, entry);

    public static Position Isolated(string instrument, decimal quantity, decimal entry, decimal margin) => new(instrument, quantity, entry, MarginMode.Isolated, margin);

    public static HoldingsUpdate Update(string account, long sequence, Position[] positions, decimal? usdt = null, bool complete = false) =>
        new(account, sequence, ManualTime.Start, positions, usdt is { } cash ? [new CollateralHolding("USDT", cash)] : [], complete);

    public static AcceptedUpdate Accepted(HoldingsUpdate update) => new($"m-{update.AccountId}-{update.Sequence}", Entities.PositionUpdates, update);

    public static ShardWork Work(params HoldingsUpdate[] updates) => new(ShardWorkKind.Updates, 0, [.. updates.Select(Accepted)]);

    /// <summary>The first id of a family that belongs to a shard.</summary>
    public static string AccountIn(int shard, int shardCount, string prefix) =>
        Enumerable.Range(0, 10_000).Select(i => $"{prefix}{i}").First(id => ShardMap.ShardOf(id, shardCount) == shard);
}
