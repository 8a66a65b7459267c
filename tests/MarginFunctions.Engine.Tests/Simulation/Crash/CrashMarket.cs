using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>An hour in which everything falls by an eighth to a third with rebounds on the way, sometimes in jumps, and recovers a part of it.</summary>
internal sealed class CrashMarket
{
    public const int Ticks = 48;

    private static readonly (string Symbol, string Underlying, double Start)[] Contracts =
        [("BTC-PERP", "BTC-USD", 60_000), ("ETH-PERP", "ETH-USD", 3_000), ("SOL-PERP", "SOL-USD", 150), ("BTC-INV-PERP", "BTC-USD", 60_000)];

    private readonly Random random;
    private readonly double depth;
    private readonly Dictionary<string, double> levels;
    private int ticks;

    public CrashMarket(Random random)
    {
        this.random = random;
        depth = 0.12 + 0.2 * random.NextDouble();
        levels = Contracts.Select(c => c.Underlying).Distinct().ToDictionary(u => u, _ => 1.0);
    }

    /// <summary>Prices before anything happens.</summary>
    public static IReadOnlyDictionary<string, decimal> Start { get; } = Contracts.ToDictionary(c => c.Symbol, c => (decimal)c.Start);

    /// <summary>Whether the crash has been played.</summary>
    public bool IsOver => ticks >= Ticks;

    /// <summary>The next prices of everything, as one message of a source.</summary>
    public IncomingMessage Tick(DateTimeOffset now)
    {
        // Down for two thirds of the way, then back by a third of the fall.
        var drift = ticks < Ticks * 2 / 3 ? Math.Log(1 - depth) / (Ticks * 2 / 3) : Math.Log(1 + depth / 3) / (Ticks / 3);
        var shared = (random.Next(8) == 0 ? 0.03 : 0.004) * (random.NextDouble() + random.NextDouble() - 1);
        foreach (var underlying in levels.Keys.ToList())
        {
            levels[underlying] *= Math.Exp(ticks == 0 ? 0 : drift + shared + 0.003 * (random.NextDouble() + random.NextDouble() - 1));
        }

        ticks++;
        var quotes = Contracts.Select(c => (c.Symbol, Price: c.Start * levels[c.Underlying])).Append((Symbol: "BTC-USD", Price: 60_000 * levels["BTC-USD"]))
            .Select(q => $$"""{"symbol":"{{q.Symbol}}","price":"{{decimal.Round((decimal)q.Price, 2).ToString(CultureInfo.InvariantCulture)}}"}""");
        return Given.Message($"tick-{ticks}", $$"""{"source":"sim","asOf":"{{now:yyyy-MM-ddTHH:mm:ss.fffffffZ}}","prices":[{{string.Join(",", quotes)}}]}""");
    }
}
