using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using Xunit;

namespace MarginFunctions.Local.Tests.Replay;

/// <summary>Simulated markets publish ranges as the timer does.</summary>
public sealed class MarketRiskStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_market_publishes_once_a_simulated_minute_and_the_same_each_time()
    {
        var ticks = DemoMarket.Ticks(Start);

        // Two prices a minute, of which the second publishes nothing.
        var doubled = ticks.SelectMany(t => new[] { t, t with { At = t.At.AddSeconds(20) } }).ToList();

        var once = await RunAsync(Dynamic(), ticks);
        Assert.Equal(ticks.Count, once!.Version);
        Assert.Equal(ticks[^1].At, once.At);
        Assert.Equal(Text(once), Text(await RunAsync(Dynamic(), ticks)));
        Assert.Equal(Text(once), Text(await RunAsync(Dynamic(), doubled)));

        // The crash of the demo moves the range by two hours' steps at most.
        Assert.InRange(once.Underlyings.Single(u => u.Underlying == "BTC-USD").Range, 0.16m, 0.18m);
        Assert.True(once.Underlyings.Single(u => u.Underlying == "BTC-USD").Range > 0.165m);
    }

    [Fact]
    public async Task Without_dynamic_margin_there_is_no_risk_state() => Assert.Null(await RunAsync(RiskParametersFile.LoadSample(), [.. DemoMarket.Ticks(Start).Take(3)]));

    private static async Task<RiskStateRecord?> RunAsync(RiskParameters parameters, IReadOnlyList<PriceTick> ticks)
    {
        var book = new SampleBook(parameters, MarkSet.Of(parameters, MarketRun.Quote(parameters, ticks[0])), seed: 3).Create(5);
        await using var run = await MarketRun.OpenAsync(parameters, ticks[0], book, CancellationToken.None);
        foreach (var tick in ticks.Skip(1))
        {
            await run.TickAsync(tick, CancellationToken.None);
        }

        return await run.ReadRiskStateAsync(CancellationToken.None);
    }

    private static RiskParameters Dynamic()
    {
        var document = JsonNode.Parse(RiskParametersFile.SampleDocument())!.AsObject();
        document["dynamicMargin"] = JsonNode.Parse("""
            { "halfLife": "06:00:00", "horizon": "1.00:00:00", "multiplier": "3", "stepPerHour": "0.01",
              "underlyings": [
                { "underlying": "BTC-USD", "floor": "0.08", "cap": "0.40", "start": "0.16", "stressedVolatility": "1.2" },
                { "underlying": "ETH-USD", "floor": "0.10", "cap": "0.45", "start": "0.18", "stressedVolatility": "1.5" } ] }
            """);
        return RiskParametersFile.Parse(Encoding.UTF8.GetBytes(document.ToJsonString()), "test parameters");
    }

    private static string Text(RiskStateRecord? state) => JsonSerializer.Serialize(state, EngineJson.Default.RiskStateRecord!);
}
