using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Backtest;

/// <summary>What is known of the market at one time, and nothing later.</summary>
/// <param name="Grid">Prices; read at <paramref name="Time"/>.</param>
/// <param name="Time">The place of the time in the grid.</param>
/// <param name="Scenarios">How many past returns there are.</param>
/// <param name="Returns">By symbol, past returns over one horizon, oldest first.</param>
/// <param name="Filtered">The same at today's volatility.</param>
/// <param name="Ranges">By underlying, the dynamic range in force.</param>
/// <param name="Marks">The prices as marks, for the engine's own models.</param>
internal sealed record MarketView(
    PriceGrid Grid, int Time, int Scenarios, double[][] Returns, double[][] Filtered, IReadOnlyDictionary<string, decimal> Ranges, Lazy<MarkSet> Marks);
