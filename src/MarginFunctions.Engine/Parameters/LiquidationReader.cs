using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads the section <c>liquidation</c> of the risk parameters, with the ranges that <see cref="LiquidationPolicy"/> has.</summary>
/// <param name="contracts">The instruments and options of the document.</param>
/// <param name="assets">Its collateral.</param>
/// <param name="levels">Where a liquidation ends.</param>
internal sealed class LiquidationReader(IReadOnlySet<string> contracts, IReadOnlyList<string> assets, MarginLevels levels)
{
    /// <summary>Each fee, so that both together are at most a half.</summary>
    private const decimal HighestFee = 0.25m;

    /// <summary>Reads the section.</summary>
    public LiquidationPolicy? Read(StrictObject item)
    {
        var fee = Fee(item, "feeRate");
        var fundFee = Fee(item, "fundFeeRate");
        var orderLife = item.Span("orderLife");
        var others = item.Object("market", ReadMarket);
        var markets = item.Array("markets", ReadNamed, required: false);
        foreach (var repeated in markets.GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            item.Refuse("markets[].name", $"names {repeated.Key} twice");
        }

        // An order names one or the other, and must mean one.
        if (!item.HasProblems && assets.FirstOrDefault(contracts.Contains) is { } both)
        {
            item.Refuse("markets", $"cannot tell {both} from {both}: it is a contract and a collateral asset");
        }

        // After a call that has expired a liquidation ends where the call would have.
        if (!item.HasProblems && Math.Min(levels.CallRelease, levels.Restore) is < 1 and var level)
        {
            item.Refuse("market", $"cannot be used: a liquidation would end at {level} of maintenance margin; 1 is the least");
        }

        return PortfolioMarginReader.Make(
            item,
            () => new LiquidationPolicy(
                new LiquidationTerms(fee, fundFee, levels.Restore, markets.ToDictionary(m => m.Name, m => m.Terms, StringComparer.Ordinal), others),
                orderLife));
    }

    private static decimal Fee(StrictObject item, string field)
    {
        var rate = item.Decimal(field);
        if (rate is < 0 or > HighestFee)
        {
            item.Refuse(field, "must lie between 0 and 0.25");
        }

        return rate;
    }

    private static MarketTerms? ReadMarket(StrictObject item)
    {
        var (impact, lot, minimum, cap) = (item.Decimal("impact"), item.Decimal("lot"), item.Decimal("minimumSize"), item.OptionalDecimal("perMinute"));
        return PortfolioMarginReader.Make(item, () => new MarketTerms(impact, lot, minimum, cap));
    }

    private NamedMarket? ReadNamed(StrictObject item)
    {
        var name = item.Text("name");
        if (name.Length > 0 && !contracts.Contains(name) && !assets.Contains(name))
        {
            item.Refuse("name", "is not an instrument, an option or a collateral asset of this document");
        }

        return ReadMarket(item) is { } terms ? new NamedMarket(name, terms) : null;
    }

    private sealed record NamedMarket(string Name, MarketTerms Terms);
}
