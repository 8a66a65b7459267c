namespace MarginFunctions.Risk.Coverage;

/// <summary>What was known of the market at one moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Prices">Positive prices, or volatilities, by symbol.</param>
public sealed record HistoricalPrices(DateTimeOffset At, IReadOnlyDictionary<string, decimal> Prices);
