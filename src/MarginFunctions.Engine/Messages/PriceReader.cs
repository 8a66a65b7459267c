using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Messages;

/// <summary>Reads price updates (<c>docs/schemas/price-update.schema.json</c>), untrusted.</summary>
public sealed class PriceReader(RiskParameters parameters)
{
    /// <summary>The highest volatility: 10,000 %.</summary>
    public const decimal HighestVolatility = 100;

    /// <summary>What is said of a higher one.</summary>
    public const string VolatilityRule = "is a volatility as a fraction and must be at most 100";

    private const int LongestSource = 64;

    /// <summary>Reads one update.</summary>
    public PriceUpdate Read(StrictObject message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var source = message.Text("source");
        if (source.Length > LongestSource)
        {
            message.Refuse("source", "must be at most 64 characters");
        }

        var update = new PriceUpdate(source, message.Time("asOf"), message.Array("prices", ReadPrice, required: true));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (update.Prices.FirstOrDefault(p => p.Symbol.Length > 0 && !seen.Add(p.Symbol)) is { } repeat)
        {
            message.Refuse("prices", $"names {repeat.Symbol} twice");
        }

        return update;
    }

    private QuotedPrice ReadPrice(StrictObject item)
    {
        var symbol = item.Text("symbol");
        if (symbol.Length > 0 && parameters.FindSymbol(symbol) is null)
        {
            item.Refuse("symbol", $"is not priced by parameters {parameters.Version}");
        }

        var price = item.Decimal("price");
        if (price is <= 0 or > HoldingsReader.HighestPrice && item.Has("price"))
        {
            item.Refuse("price", "must be positive and at most 10,000,000,000");
        }
        else if (price > HighestVolatility && parameters.IsVolatility(symbol))
        {
            item.Refuse("price", VolatilityRule);
        }

        return new QuotedPrice(symbol, price);
    }
}
