using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Risk.Bands;

/// <summary>An interval around today's mark for each mark of a pool, all to hold at once. In double; a mark's place is its place in the pool's symbols.</summary>
internal sealed class MarkBox
{
    /// <summary>No side reaches further than this factor from today's mark: a mark that moved a thousandfold is looked at.</summary>
    public const double FarthestFactor = 1000;

    private readonly IReadOnlyList<int> symbols;
    private readonly double[] low;
    private readonly double[] high;

    /// <summary>A box that holds today's marks alone.</summary>
    /// <param name="symbols">Symbol indexes of marks that are there.</param>
    /// <param name="marks">Today's marks.</param>
    public MarkBox(IReadOnlyList<int> symbols, MarkSet marks)
    {
        this.symbols = symbols;
        Today = [.. symbols.Select(s => (double)marks.Find(s)!.Value)];
        low = [.. Today];
        high = [.. Today];
    }

    /// <summary>How many marks there are.</summary>
    public int Count => Today.Length;

    /// <summary>Today's marks.</summary>
    public double[] Today { get; }

    /// <summary>The lowest marks.</summary>
    public ReadOnlySpan<double> Low => low;

    /// <summary>The highest marks.</summary>
    public ReadOnlySpan<double> High => high;

    /// <summary>The place of a symbol's mark.</summary>
    public int PlaceOf(int symbol)
    {
        for (var i = 0; i < symbols.Count; i++)
        {
            if (symbols[i] == symbol)
            {
                return i;
            }
        }

        throw new ArgumentException($"Symbol {symbol} is not among the pool's.", nameof(symbol));
    }

    /// <summary>The factor by which today's mark is multiplied or divided, 1 at least.</summary>
    public double Factor(int mark, bool isUp) => isUp ? high[mark] / Today[mark] : Today[mark] / low[mark];

    /// <summary>The highest price or the lowest.</summary>
    public double End(int mark, bool isHigh) => isHigh ? high[mark] : low[mark];

    /// <summary>Sets one side of a mark.</summary>
    /// <param name="mark">Its place.</param>
    /// <param name="isUp">The side.</param>
    /// <param name="factor">1 at least; held to <see cref="FarthestFactor"/>.</param>
    public void Reach(int mark, bool isUp, double factor)
    {
        var held = Math.Min(factor, FarthestFactor);
        if (isUp)
        {
            high[mark] = Today[mark] * held;
        }
        else
        {
            low[mark] = Today[mark] / held;
        }
    }
}
