using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;
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
    private readonly OptionPrices options;
    private RiskArrays? riskArrays;

    private MarkSet(RiskParameters parameters, decimal[] prices, long[] wholes, DateTimeOffset? at, RiskState risk)
    {
        Parameters = parameters;
        At = at;
        Risk = risk;
        this.prices = prices;
        this.wholes = wholes;
        options = new OptionPrices(this);
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

    /// <summary>The same marks, each multiplied by a positive factor; missing ones stay missing.</summary>
    /// <param name="factor">The factor of a symbol index.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor makes a price of 0 or less.</exception>
    public MarkSet Move(Func<int, decimal> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        var moved = None(Parameters, At, Risk);
        for (var symbol = 0; symbol < prices.Length; symbol++)
        {
            if (prices[symbol] != 0)
            {
                var price = prices[symbol] * factor(symbol);
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price, Parameters.Symbols[symbol]);
                moved.Put(symbol, price);
            }
        }

        return moved;
    }

    /// <summary>The same marks at another moment.</summary>
    public MarkSet As(DateTimeOffset? at, RiskState risk) => new(Parameters, prices, wholes, at, risk);

    /// <summary>What one unit of the underlying of an option is worth, in account currency.</summary>
    /// <param name="option">An option of the same parameters.</param>
    /// <param name="price">Not negative, at 8 places; meaningless when the result is false.</param>
    /// <param name="missing">The symbol without a mark, or the option itself when there is no moment to value it for; null when the result is true.</param>
    public bool TryPrice(in ResolvedOption option, out decimal price, out string? missing) => options.TryGet(option, out price, out missing);

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
