using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Prices;

/// <summary>
/// The marks of one moment, by symbol index of one parameter version. A mark is positive or missing; missing is never read as a price.
/// </summary>
public sealed class MarkSet
{
    // A price is positive, so 0 can stand for "missing" inside this class; it never leaves it.
    private readonly decimal[] prices;
    private readonly long[] wholes;
    private RiskArrays? riskArrays;

    private MarkSet(RiskParameters parameters, decimal[] prices, long[] wholes, DateTimeOffset? at, RiskState risk)
    {
        Parameters = parameters;
        At = at;
        Risk = risk;
        this.prices = prices;
        this.wholes = wholes;
    }

    /// <summary>The version whose symbol indexes this set uses.</summary>
    public RiskParameters Parameters { get; }

    /// <summary>The moment that options are valued for; null where nothing depends on it. An option without a moment has no value.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>The scenario ranges of that moment.</summary>
    public RiskState Risk { get; }

    /// <summary>No marks at all.</summary>
    public static MarkSet None(RiskParameters parameters, DateTimeOffset? at = null, RiskState? risk = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new MarkSet(parameters, new decimal[parameters.Symbols.Count], new long[parameters.Symbols.Count], at, risk ?? RiskState.None);
    }

    /// <summary>These marks; symbols that the parameters do not know are left out, for nothing depends on them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A price is not positive.</exception>
    public static MarkSet Of(RiskParameters parameters, IEnumerable<KeyValuePair<string, decimal>> prices, DateTimeOffset? at = null, RiskState? risk = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var set = None(parameters, at, risk);
        foreach (var (symbol, price) in prices)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price, symbol);
            if (parameters.FindSymbol(symbol) is { } index)
            {
                set.Put(index, price);
            }
        }

        return set;
    }

    /// <summary>The mark of a symbol index, or null when it is missing.</summary>
    public decimal? Find(int symbol) => prices[symbol] is var price and > 0 ? price : null;

    /// <summary>The same marks with one replaced.</summary>
    /// <param name="symbol">The symbol's index.</param>
    /// <param name="price">Positive.</param>
    public MarkSet With(int symbol, decimal price)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        var copy = new MarkSet(Parameters, (decimal[])prices.Clone(), (long[])wholes.Clone(), At, Risk);
        copy.Put(symbol, price);
        return copy;
    }

    /// <summary>The same marks at another moment.</summary>
    public MarkSet As(DateTimeOffset? at, RiskState risk) => new(Parameters, prices, wholes, at, risk);

    /// <summary>Reads a mark without a nullable in between, for the assessment loop.</summary>
    internal bool TryGet(int symbol, out decimal price)
    {
        price = prices[symbol];
        return price != 0;
    }

    /// <summary>A mark in 10⁻⁸, or 0 when it is missing or does not fit.</summary>
    internal long Whole(int symbol) => wholes[symbol];

    /// <summary>Contracts revalued in a model's scenarios at these marks, shared by all who ask; those of the last model asked for are kept.</summary>
    internal RiskArrays RiskArraysOf(PortfolioMarginModel model)
    {
        var known = Volatile.Read(ref riskArrays);
        if (known?.Model == model)
        {
            return known;
        }

        var made = new RiskArrays(model, this);
        Volatile.Write(ref riskArrays, made);
        return made;
    }

    private void Put(int symbol, decimal price)
    {
        prices[symbol] = price;
        wholes[symbol] = WholeNumbers.FromDecimal(price);
    }
}
