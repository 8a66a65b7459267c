using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>A few symbols that never stray far, so that every tick moves some accounts by a status and none is out of reach for long.</summary>
internal sealed class Market
{
    private readonly Random random;
    private readonly Dictionary<string, decimal> centres = new()
    {
        ["BTC-PERP"] = 43_000, ["ETH-PERP"] = 2_300, ["BTC-INV-PERP"] = 43_000, ["BTC-USD"] = 43_000, ["SOL-PERP"] = 150,
    };

    /// <summary>By how much more prices move where requirements are those of scenarios, many times those of tiers.</summary>
    private readonly int spread = 1;
    private int ticks;

    public Market(Random random, bool hasScenarios)
    {
        this.random = random;
        if (hasScenarios)
        {
            spread = 4;
            (centres["ETH-USD"], centres["BTC-IV"], centres["ETH-IV-2300"]) = (2_300, 0.6m, 0.7m);
        }
    }

    /// <summary>The next message of a source: one to three symbols, as of now.</summary>
    public IncomingMessage Tick(DateTimeOffset now)
    {
        var moved = centres.Keys.OrderBy(symbol => symbol == "BTC-PERP" ? random.Next(1 << 29) : random.Next()).Take(random.Next(1, 4));
        var quotes = moved.Select(symbol => (symbol, Price: Near(centres[symbol], random.Next(-60, 61))))
            .Select(q => $$"""{"symbol":"{{q.symbol}}","price":"{{q.Price.ToString(CultureInfo.InvariantCulture)}}"}""");
        return Given.Message($"tick-{++ticks}", $$"""{"source":"sim","asOf":"{{now:yyyy-MM-ddTHH:mm:ss.fffffffZ}}","prices":[{{string.Join(",", quotes)}}]}""");
    }

    /// <summary>Prices stay within 0.6 % of their centres, or four times that; volatilities within 12 %.</summary>
    private decimal Near(decimal centre, int move) => centre < 1 ? decimal.Round(centre * (1 + move / 500m), 4) : decimal.Round(centre * (1 + spread * move / 10_000m), 2);
}
