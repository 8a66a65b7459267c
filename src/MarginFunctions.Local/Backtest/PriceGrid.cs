using System.Globalization;
using MarginFunctions.Local.Replay;

namespace MarginFunctions.Local.Backtest;

/// <summary>Prices of a history a horizon apart, without gaps.</summary>
/// <remarks>
/// From the first moment with a price that is used to the last point of the grid that has one, every symbol that is used has a price at every point. One that is missing is a gap, and a gap
/// is refused: carried forward it would be a return of zero that never was. Moments between two points are not read.
/// </remarks>
internal sealed class PriceGrid
{
    private readonly Dictionary<string, int> places;
    private readonly decimal[][] prices;

    private PriceGrid(IReadOnlyList<DateTimeOffset> times, IReadOnlyList<string> symbols, decimal[][] prices)
    {
        Times = times;
        Symbols = symbols;
        this.prices = prices;
        places = symbols.Select((symbol, place) => (symbol, place)).ToDictionary(s => s.symbol, s => s.place, StringComparer.Ordinal);
    }

    /// <summary>When prices were read, ascending, a horizon apart.</summary>
    public IReadOnlyList<DateTimeOffset> Times { get; }

    /// <summary>What is priced.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Whether a symbol is priced.</summary>
    public bool Has(string symbol) => places.ContainsKey(symbol);

    /// <summary>The place of a symbol that is priced.</summary>
    public int PlaceOf(string symbol) => places[symbol];

    /// <summary>A price, positive.</summary>
    public decimal Price(int symbol, int time) => prices[symbol][time];

    /// <summary>Lays the grid.</summary>
    /// <param name="path">The history's file, for messages.</param>
    /// <param name="ticks">The history.</param>
    /// <param name="symbols">The symbols that are used, at least one.</param>
    /// <param name="horizon">The time between two points.</param>
    /// <exception cref="InvalidDataException">A gap.</exception>
    public static PriceGrid Of(string path, IReadOnlyList<PriceTick> ticks, IReadOnlyList<string> symbols, TimeSpan horizon)
    {
        var used = ticks.Where(tick => symbols.Any(tick.Prices.ContainsKey)).ToDictionary(tick => tick.At, tick => tick.Prices);
        var first = used.Keys.Min();
        var last = used.Keys.Where(at => (at - first).Ticks % horizon.Ticks == 0).Max();
        var times = new List<DateTimeOffset>();
        var prices = symbols.Select(_ => new List<decimal>()).ToArray();
        for (var at = first; at <= last; at += horizon)
        {
            var quoted = used.GetValueOrDefault(at);
            times.Add(at);
            for (var symbol = 0; symbol < symbols.Count; symbol++)
            {
                prices[symbol].Add(quoted?.GetValueOrDefault(symbols[symbol]) is { } price and > 0 ? price : throw Gap(path, symbols[symbol], at, horizon));
            }
        }

        return new PriceGrid(times, symbols, [.. prices.Select(p => p.ToArray())]);
    }

    private static InvalidDataException Gap(string path, string symbol, DateTimeOffset at, TimeSpan horizon) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{path} has a gap: {symbol} has no price at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}. Prices are read every {horizon:c} (--horizon); fill the gap, or leave {symbol} out."));
}
