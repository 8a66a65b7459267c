using System.Globalization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads one series of options: a call and a put for each strike of one expiry.</summary>
internal static class OptionSeriesReader
{
    private const int MostStrikes = 200;

    private const decimal HighestStrike = 10_000_000_000m;

    /// <summary>Reads a series. What it returns counts only when no problem was reported.</summary>
    /// <param name="item">The object.</param>
    /// <param name="currency">The account currency.</param>
    public static IReadOnlyList<OptionContract> Read(StrictObject item, string currency)
    {
        var series = ParameterFields.Name(item, "series");
        var settlement = item.Choice("settlement", ParameterFields.Settlements, SettlementKind.Linear, required: true);
        var underlying = ParameterFields.Name(item, "underlying");
        var asset = ParameterFields.Name(item, "settlementAsset");
        var size = ParameterFields.Positive(item, "contractSize", 100_000);
        var expiry = item.Time("expiry");
        var strikes = item.Decimals("strikes", 1, MostStrikes);
        var forward = ParameterFields.Name(item, "forward");
        var volatility = ParameterFields.Name(item, "volatility");
        var byStrike = item.OptionalBoolean("volatilityByStrike", otherwise: false);
        var margin = item.Object("margin", ReadMargin, required: false) ?? StandardOptionMargin.Deribit;
        ParameterFields.CheckSettlementAsset(item, settlement, asset, currency);
        for (var n = 0; n < strikes.Count; n++)
        {
            if (strikes[n] is <= 0 or > HighestStrike || (n > 0 && strikes[n] <= strikes[n - 1]))
            {
                item.Refuse("strikes", string.Create(CultureInfo.InvariantCulture, $"must be positive, at most 10,000,000,000 and ascending; {strikes[n]} is not"));
            }
        }

        if (volatility.Length > 0 && (volatility == forward || volatility == underlying))
        {
            item.Refuse("volatility", "must not be the name of a price");
        }

        return item.HasProblems ? [] : [.. strikes.SelectMany(strike => new[] { Contract(strike, OptionType.Call), Contract(strike, OptionType.Put) })];

        OptionContract Contract(decimal strike, OptionType type)
        {
            var at = strike.ToString("0.############################", CultureInfo.InvariantCulture);
            return new OptionContract(
                $"{series}-{at}-{(type == OptionType.Call ? 'C' : 'P')}", settlement, underlying, asset, size, strike, type, expiry, forward, byStrike ? $"{volatility}-{at}" : volatility, margin);
        }
    }

    private static StandardOptionMargin? ReadMargin(StrictObject item)
    {
        var (initial, floor, maintenance) = (item.Decimal("initial"), item.Decimal("floor"), item.Decimal("maintenance"));
        if (item.HasProblems)
        {
            return null;
        }

        try
        {
            return new StandardOptionMargin(initial, floor, maintenance);
        }
        catch (ArgumentException problem)
        {
            item.Refuse("initial", ParameterFields.FirstLine(problem));
            return null;
        }
    }
}
