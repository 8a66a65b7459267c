using System.Text.Json.Nodes;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Dynamic;

/// <summary>Parameters with dynamic margin.</summary>
internal static class Dynamics
{
    public const string Section = """
        {
          "halfLife": "06:00:00", "horizon": "1.00:00:00", "multiplier": "3", "stepPerHour": "0.01",
          "underlyings": [
            { "underlying": "ETH-USD", "floor": "0.10", "cap": "0.45", "start": "0.18", "stressedVolatility": "1.5" },
            { "underlying": "BTC-USD", "floor": "0.08", "cap": "0.40", "start": "0.16", "stressedVolatility": "1.2" }
          ]
        }
        """;

    /// <summary>The sample with one shard and this section.</summary>
    public static RiskParameters Parameters { get; } = With(_ => { });

    public static RiskParameters With(Action<JsonObject> change) => Given.SampleWith(d =>
    {
        d["shardCount"] = 1;
        var section = JsonNode.Parse(Section)!.AsObject();
        change(section);
        d["dynamicMargin"] = section;
    });
}
