using System.Globalization;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>The sample with two shards; how much the fund has, who bears what it cannot pay, and how much may be sold in a minute differ from seed to seed.</summary>
internal static class CrashParameters
{
    public static RiskParameters Of(Random random) => Given.SampleWith(d =>
    {
        d["shardCount"] = 2;
        d["maximumPriceAge"] = "00:10:00";
        d["levels"]!["callDeadline"] = "00:12:00";
        d["levels"]!["reminders"] = new JsonArray("00:06:00", "00:02:00");
        foreach (var table in d["tierTables"]!.AsObject().Select(t => t.Key).ToList())
        {
            // Wide enough for prices to stop between warning, call and liquidation.
            d["tierTables"]![table] = JsonNode.Parse("""
                [{"floor":"0","initial":"0.04","maintenance":"0.02"},{"floor":"100000","initial":"0.08","maintenance":"0.04"},{"floor":"1000000","initial":"0.2","maintenance":"0.1"}]
                """);
        }

        d["fund"] = new JsonObject
        {
            ["initial"] = (random.Next(3) * 3_000).ToString(CultureInfo.InvariantCulture),
            ["lossAllocation"] = random.Next(2) == 0 ? "deleveraging" : "mutualisation",
            ["shareEvery"] = random.Next(3) switch { 0 => "00:01:00", 1 => "00:10:00", _ => "00:30:00" },
        };
        d["liquidation"] = JsonNode.Parse($$"""
            {"feeRate":"0.0005","fundFeeRate":"0.001","orderLife":"00:02:00","market":{"impact":"0.001","lot":"0.0001","minimumSize":"0.0001"},
             "markets":[{"name":"BTC-PERP","impact":"0.0003","lot":"0.001","minimumSize":"0.001","perMinute":"{{random.Next(2, 12)}}"},
                        {"name":"ETH-PERP","impact":"0.0008","lot":"0.01","minimumSize":"0.01","perMinute":"{{random.Next(20, 200)}}"},
                        {"name":"SOL-PERP","impact":"0.0015","lot":"0.1","minimumSize":"0.1"},
                        {"name":"BTC-INV-PERP","impact":"0.0005","lot":"1","minimumSize":"1","perMinute":"{{random.Next(500, 5000) * 10}}"}]}
            """);
    });
}
