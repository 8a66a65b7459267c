using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads a portfolio-margin model, whole or by the name of a preset, reporting each problem with its path and value. The fields are described in <c>docs/parameters.md</c>.</summary>
public static class PortfolioMarginReader
{
    private static readonly Dictionary<string, VolatilityUnit> Units = new(StringComparer.Ordinal) { ["relative"] = VolatilityUnit.Relative, ["points"] = VolatilityUnit.Points };

    private static readonly Dictionary<string, CoinValuation> Coins = new(StringComparer.Ordinal) { ["scenarioPrice"] = CoinValuation.ScenarioPrice, ["currentPrice"] = CoinValuation.CurrentPrice };

    private static readonly Dictionary<string, CollateralTreatment> Treatments = new(StringComparer.Ordinal) { ["netted"] = CollateralTreatment.Netted, ["haircut"] = CollateralTreatment.Haircut };

    /// <summary>Reads a <c>portfolioMargin</c> object. What it returns counts only when no problem was reported.</summary>
    public static PortfolioMarginModel? Read(StrictObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Has("preset") ? ReadPreset(item) : ReadModel(item);
    }

    /// <summary>Reads a whole model. What it returns counts only when no problem was reported.</summary>
    public static PortfolioMarginModel? ReadModel(StrictObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var name = item.Text("name");
        var factors = item.Object("factors", ReadFactors);
        var range = item.Decimal("priceRange");
        var ranges = item.OptionalDecimals("priceRanges");
        var volatility = item.Object("volatility", ReadVolatility);
        var coin = item.Choice("coin", Coins, CoinValuation.ScenarioPrice, required: true);
        var collateral = item.Choice("collateral", Treatments, CollateralTreatment.Haircut, required: true);
        var offset = item.OptionalDecimal("jointGainOffset");
        var scenarios = item.Array("scenarios", ReadScenario, required: true, PortfolioMarginModel.MaximumScenarios);
        var charges = item.Object("charges", c => PortfolioChargesReader.Read(c, factors), required: false) ?? PortfolioCharges.None;
        var combination = offset is { } part ? Make(item, () => LossCombination.Joint(part), "jointGainOffset") : LossCombination.Separate;
        return Make(item, () => new PortfolioMarginModel(name, factors!, scenarios, range, ranges, volatility!, combination!, coin, collateral, charges));
    }

    /// <summary>Reads a pair of factors.</summary>
    internal static MarginFactors? ReadFactors(StrictObject item)
    {
        var (initial, maintenance) = (item.Decimal("initial"), item.Decimal("maintenance"));
        return Make(item, () => new MarginFactors(initial, maintenance));
    }

    /// <summary>Makes a part of a model, unless something is wrong with the document already; what the part refuses is reported at its field.</summary>
    internal static T? Make<T>(StrictObject item, Func<T> make, string? field = null)
        where T : class
    {
        if (item.HasProblems)
        {
            return null;
        }

        try
        {
            return make();
        }
        catch (ArgumentException problem)
        {
            // An argument exception's text ends with the parameter's name, which is the field's.
            item.Refuse(field ?? problem.ParamName ?? "", problem.Message.Split(" (Parameter", 2)[0]);
            return null;
        }
    }

    private static PortfolioMarginModel? ReadPreset(StrictObject item)
    {
        var name = item.Text("preset");
        var ranges = item.OptionalDecimals("priceRanges");
        if (name.Length > 0 && !PortfolioMarginPresets.Names.Contains(name))
        {
            item.Refuse("preset", $"must be one of {string.Join(", ", PortfolioMarginPresets.Names.Select(n => $"\"{n}\""))}");
        }

        return Make(item, () => PortfolioMarginPresets.Load(name).With(ranges), "priceRanges");
    }

    private static VolatilityRange? ReadVolatility(StrictObject item)
    {
        var (up, down) = (item.Decimal("up"), item.Decimal("down"));
        var unit = item.Choice("unit", Units, VolatilityUnit.Relative, required: true);
        var (shorter, longer) = (item.Decimal("shortPower"), item.Decimal("longPower"));
        var (days, least) = (item.Decimal("dayFloor"), item.Decimal("upFloor"));
        return Make(item, () => new VolatilityRange(up, down, unit, shorter, longer, days, least));
    }

    private static MarginScenario? ReadScenario(StrictObject item)
    {
        var name = item.Text("name");
        var isAbsolute = item.Has("move");
        var move = item.Decimal(isAbsolute ? "move" : "range");
        var volatility = item.Decimal("volatility");
        var (days, weight, dampener) = (item.OptionalDecimal("days") ?? 0, item.OptionalDecimal("weight") ?? 1, item.OptionalDecimal("dampener") ?? 0);
        var limitsFutures = item.OptionalBoolean("limitsFutures", otherwise: false);
        if (item.HasProblems)
        {
            return null;
        }

        try
        {
            return new MarginScenario(name, move, isAbsolute, volatility, days, weight, dampener, limitsFutures);
        }
        catch (ArgumentException problem)
        {
            item.Refuse(problem.ParamName == "move" && !isAbsolute ? "range" : problem.ParamName ?? "", problem.Message.Split(" (Parameter", 2)[0]);
            return null;
        }
    }
}
