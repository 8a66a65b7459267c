namespace MarginFunctions.Local.Replay;

/// <summary>Two made-up hours, a price a minute: calm, a slide, a crash, half of it back.</summary>
internal static class DemoMarket
{
    private const int Minutes = 120;

    /// <summary>The opening price and how far it falls at worst, as a fraction.</summary>
    private static readonly (string Symbol, decimal Open, decimal Fall)[] Symbols =
    [
        ("BTC-USD", 60_000m, 0.14m), ("ETH-USD", 3_000m, 0.2m), ("SOL-USD", 150m, 0.26m), ("XRP-USD", 0.6m, 0.22m), ("DOGE-USD", 0.15m, 0.28m), ("USDC-USD", 1m, 0.004m),
    ];

    public static IReadOnlyList<PriceTick> Ticks(DateTimeOffset start) => [.. Enumerable.Range(0, Minutes + 1).Select(minute => new PriceTick(
        start.AddMinutes(minute),
        Symbols.ToDictionary(s => s.Symbol, s => decimal.Round(s.Open * (1 - s.Fall * Depth(minute)), 6))))];

    /// <summary>How much of the worst fall has happened: 0 at the start, 1 at the bottom, a half at the end.</summary>
    private static decimal Depth(int minute) => minute switch
    {
        < 20 => 0.02m * (minute % 3),
        < 50 => (minute - 20) / 30m * 0.5m,
        < 65 => 0.5m + (minute - 50) / 15m * 0.5m,
        < 90 => 1 - (minute - 65) / 25m * 0.5m,
        _ => 0.5m + 0.02m * (minute % 4),
    };
}
