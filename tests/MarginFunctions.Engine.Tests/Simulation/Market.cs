using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>A few symbols that never stray far, so that every tick moves some accounts by a status and none is out of reach for long.</summary>
internal sealed class Market(Random random)
{
    private readonly Dictionary<string, decimal> centres = new()
    {
        ["BTC-PERP"] = 43_000, ["ETH-PERP"] = 2_300, ["BTC-INV-PERP"] = 43_000, ["BTC-USD"] = 43_000, ["SOL-PERP"] = 150,
    };

    private int ticks;

    /// <summary>The next message of a source: one to three symbols, as of now.</summary>
    public IncomingMessage Tick(DateTimeOffset now)
    {
        var moved = centres.Keys.OrderBy(symbol => symbol == "BTC-PERP" ? random.Next(1 << 29) : random.Next()).Take(random.Next(1, 4));
        var quotes = moved.Select(symbol => (symbol, Price: decimal.Round(centres[symbol] * (1 + random.Next(-60, 61) / 10_000m), 2)))
            .Select(q => $$"""{"symbol":"{{q.symbol}}","price":"{{q.Price.ToString(CultureInfo.InvariantCulture)}}"}""");
        return Given.Message($"tick-{++ticks}", $$"""{"source":"sim","asOf":"{{now:yyyy-MM-ddTHH:mm:ss.fffffffZ}}","prices":[{{string.Join(",", quotes)}}]}""");
    }
}
