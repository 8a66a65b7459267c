using System.Globalization;
using MarginFunctions.Local.Replay;

namespace MarginFunctions.Local.Backtest;

/// <summary>Prices of a history a horizon apart, without gaps.</summary>
/// <remarks>
/// The history's step is the shortest time between two of its moments. From the first moment to the last, every symbol that is used has a price at every step; one that is missing is a gap,
/// and a gap is refused: carried forward it would be a return of zero that never was. The grid is every so manieth step; moments after its last point are not read.
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

    /// <summary>The place of a symbol that is priced.</summary>
    public int PlaceOf(string symbol) => places[symbol];

    /// <summary>A price, positive.</summary>
    public decimal Price(int symbol, int time) => prices[symbol][time];

    /// <summary>Lays the grid.</summary>
    /// <param name="path">The history's file, for messages.</param>
    /// <param name="ticks">The history.</param>
    /// <param name="symbols">The symbols that are used, at least one.</param>
    /// <param name="horizon">The time between two points.</param>
    /// <exception cref="InvalidDataException">A gap, or a horizon that is no multiple of the step.</exception>
    public static PriceGrid Of(string path, IReadOnlyList<PriceTick> ticks, IReadOnlyList<string> symbols, TimeSpan horizon)
    {
        var used = ticks.Where(tick => symbols.Any(tick.Prices.ContainsKey)).ToList();
        if (used.Count < 2)
        {
            throw new InvalidDataException($"{path} has {used.Count} moment with prices that are used; there are no returns.");
        }

        var step = used.Zip(used.Skip(1), (earlier, later) => later.At - earlier.At).Min();
        if (horizon.Ticks % step.Ticks != 0)
        {
            throw new InvalidDataException($"--horizon = {horizon:c} is no multiple of the time between the prices of {path}, {step:c}.");
        }

        ThrowIfGap(path, used, symbols, step);
        var points = used.Where((_, n) => n % (horizon.Ticks / step.Ticks) == 0).ToList();
        return new PriceGrid([.. points.Select(p => p.At)], symbols, [.. symbols.Select(symbol => points.Select(p => p.Prices[symbol]).ToArray())]);
    }

    private static void ThrowIfGap(string path, List<PriceTick> ticks, IReadOnlyList<string> symbols, TimeSpan step)
    {
        var expected = ticks[0].At;
        foreach (var tick in ticks)
        {
            if (symbols.FirstOrDefault(symbol => tick.At != expected || !tick.Prices.ContainsKey(symbol)) is { } missing)
            {
                var at = expected.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                throw new InvalidDataException(
                    $"{path} has a gap: {missing} has no price at {at}. Prices are {step:c} apart from the first moment to the last; fill the gap, or leave {missing} out.");
            }

            expected += step;
        }
    }
}
