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
        d["fund"]!["initial"] = (random.Next(3) * 20_000).ToString(CultureInfo.InvariantCulture);
        d["fund"]!["lossAllocation"] = random.Next(2) == 0 ? "deleveraging" : "mutualisation";
        d["liquidation"]!["orderLife"] = "00:02:00";
    });
}
