using System.Text.Json.Nodes;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>The sample with two shards, and a short life for prices.</summary>
internal static class SimulationParameters
{
    public static RiskParameters With(bool hasScenarios) => Given.SampleWith(d =>
    {
        d["shardCount"] = 2;
        d["maximumPriceAge"] = "00:00:10";
        if (hasScenarios)
        {
            AddScenarios(d);
        }
    });

    /// <summary>Options for a month, others that expire on the way, scenarios that net coins, and ranges that move up and down within hours.</summary>
    private static void AddScenarios(JsonObject parameters)
    {
        parameters["optionSeries"] = JsonNode.Parse($$"""
            [{"series":"BTC-OPT","settlement":"linear","underlying":"BTC-USD","settlementAsset":"USDT","contractSize":"1","expiry":"{{ManualTime.Start.AddDays(30):yyyy-MM-ddTHH:mm:ssZ}}",
              "strikes":["42000","44000"],"forward":"BTC-PERP","volatility":"BTC-IV"},
             {"series":"ETH-OPT","settlement":"inverse","underlying":"ETH-USD","settlementAsset":"ETH","contractSize":"1","expiry":"{{ManualTime.Start.AddHours(3):yyyy-MM-ddTHH:mm:ssZ}}",
              "strikes":["2300"],"forward":"ETH-PERP","volatility":"ETH-IV","volatilityByStrike":true}]
            """);
        parameters["portfolioMargin"] = JsonNode.Parse("""{"preset":"deribit-cross-like"}""");
        parameters["dynamicMargin"] = JsonNode.Parse("""
            {"halfLife":"00:30:00","horizon":"1.00:00:00","multiplier":"3","stepPerHour":"0.05","maximumMarkAge":"1.00:00:00",
             "underlyings":[{"underlying":"BTC-USD","floor":"0.08","cap":"0.4","start":"0.16","stressedVolatility":"1"},
                            {"underlying":"ETH-USD","floor":"0.1","cap":"0.45","start":"0.16","stressedVolatility":"1.2"}]}
            """);
    }
}
