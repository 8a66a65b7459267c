using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Backtest;

/// <summary>Which symbol of a history prices what: an instrument's own, or else its underlying's.</summary>
internal sealed class PriceSources
{
    private readonly HashSet<string> available;
    private readonly RiskParameters parameters;

    /// <exception cref="InvalidDataException">The history prices no instrument at all.</exception>
    public PriceSources(string path, IReadOnlyList<PriceTick> ticks, RiskParameters parameters)
    {
        this.parameters = parameters;
        available = ticks.SelectMany(tick => tick.Prices.Keys).ToHashSet(StringComparer.Ordinal);
        Instruments = [.. parameters.Instruments.Where(i => Of(i) is not null)];
        if (Instruments.Count == 0)
        {
            throw new InvalidDataException(
                $"{path} prices no instrument of parameters {parameters.Version} and no underlying of one. It has: {string.Join(", ", available.Order(StringComparer.Ordinal).Take(10))}.");
        }
    }

    /// <summary>The instruments that have prices, in the document's order.</summary>
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The symbol that prices an instrument, or null.</summary>
    public string? Of(Instrument instrument) => Of(instrument.Symbol) ?? Of(instrument.Underlying);

    /// <summary>The symbol that prices a symbol: itself, what it follows as an instrument, or null.</summary>
    public string? Of(string symbol) => available.Contains(symbol) ? symbol : parameters.FindInstrument(symbol) is { } i && available.Contains(i.Underlying) ? i.Underlying : null;

    /// <summary>The symbol whose moves an underlying's range follows: itself, or the first instrument on it that has prices.</summary>
    public string? OfUnderlying(string underlying) => Of(underlying) ?? Instruments.Where(i => i.Underlying == underlying).Select(Of).FirstOrDefault();
}
