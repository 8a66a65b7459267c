using System.Globalization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Stress;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads risk parameters, reporting each problem with its path and value. The fields are described in <c>docs/parameters.md</c>.</summary>
public static class RiskParametersReader
{
    private static readonly Dictionary<string, ContractKind> Kinds = new(StringComparer.Ordinal) { ["perpetual"] = ContractKind.Perpetual, ["future"] = ContractKind.Future };

    /// <summary>Reads the root object. What it returns counts only when no problem was reported.</summary>
    public static RiskParameters? Read(StrictObject root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var version = ParameterFields.Name(root, "version");
        var currency = ParameterFields.Name(root, "accountCurrency");
        var shardCount = (int)root.Integer("shardCount", 1, 1024);
        if (!int.IsPow2(shardCount))
        {
            root.Refuse("shardCount", "must be a power of two");
            shardCount = 1;
        }

        var maximumPriceAge = root.Span("maximumPriceAge");
        if (maximumPriceAge <= TimeSpan.Zero && root.Has("maximumPriceAge"))
        {
            root.Refuse("maximumPriceAge", "must be positive");
        }

        var levels = root.Object("levels", MarginLevelsReader.Read) ?? MarginLevels.Default;
        var tables = ReadTierTables(root);
        var collateral = root.Array("collateral", item => ReadCollateral(item, currency), required: true);
        var instruments = root.Array("instruments", item => ReadInstrument(item, currency, tables), required: true);
        var stress = root.Array("stress", ReadScenario, required: false);
        var options = root.Array("optionSeries", item => OptionSeriesReader.Read(item, currency), required: false).SelectMany(series => series).ToList();
        var portfolioMargin = root.Object("portfolioMargin", PortfolioMarginReader.Read, required: false);
        RefuseRepeats(root, "instruments", "symbol", [.. instruments.Select(i => i.Symbol)]);
        RefuseRepeats(root, "optionSeries", "series", [.. options.Select(o => o.Symbol), .. instruments.Select(i => i.Symbol).Distinct(StringComparer.Ordinal)]);
        RefuseVolatilitiesThatArePrices(root, options, instruments, collateral);
        RefuseRepeats(root, "collateral", "asset", [.. collateral.Select(c => c.Asset)]);
        RefuseRepeats(root, "stress", "name", [.. stress.Select(s => s.Name)]);
        if (instruments.Count == 0 && !root.HasProblems)
        {
            root.Refuse("instruments", "must name at least one instrument");
        }

        var underlyings = instruments.Select(i => i.Underlying).Concat(options.Select(o => o.Underlying)).ToHashSet(StringComparer.Ordinal);
        var dynamicMargin = root.Object("dynamicMargin", item => new DynamicMarginReader(underlyings, portfolioMargin).Read(item), required: false);
        var names = instruments.Select(i => i.Symbol).Concat(options.Select(o => o.Symbol)).ToHashSet(StringComparer.Ordinal);
        var liquidation = root.Object("liquidation", item => new LiquidationReader(names, [.. collateral.Select(c => c.Asset)], levels).Read(item), required: false);
        var cover = root.Object("cover", item => CoverTermsReader.Read(item, currency, collateral), required: false);
        var fund = root.Object("fund", FundReader.Read, required: false);
        return root.HasProblems ? null : new RiskParameters(
            version, currency, shardCount, maximumPriceAge, levels, instruments, collateral, stress, options, portfolioMargin, dynamicMargin)
        {
            Cover = cover,
            Liquidation = liquidation,
            Fund = fund,
        };
    }

    private static Dictionary<string, TierTable> ReadTierTables(StrictObject root)
    {
        var tables = new Dictionary<string, TierTable>(StringComparer.Ordinal);
        foreach (var (name, tiers) in root.Arrays("tierTables", t => new TierRow(t.Decimal("floor"), t.Decimal("initial"), t.Decimal("maintenance"))))
        {
            try
            {
                tables[name] = new TierTable([.. tiers.Select(t => new MarginTier(t.Floor, t.Initial, t.Maintenance))]);
            }
            catch (ArgumentException problem)
            {
                root.Refuse($"tierTables.{name}", ParameterFields.FirstLine(problem));
            }
        }

        return tables;
    }

    private static CollateralAsset? ReadCollateral(StrictObject item, string currency)
    {
        var asset = ParameterFields.Name(item, "asset");
        var price = item.Has("price") ? ParameterFields.Name(item, "price") : null;
        var haircuts = item.Array("haircuts", h => new HaircutRow(h.Decimal("floor"), h.Decimal("haircut")), required: true);
        var cap = item.OptionalDecimal("venueCap");
        if (asset.Length > 0 && (asset == currency) != (price is null))
        {
            item.Refuse("price", price is null ? "is required: only the account currency has no price" : "the account currency has no price");
        }

        try
        {
            return item.HasProblems ? null : new CollateralAsset(asset, price, [.. haircuts.Select(h => new HaircutTier(h.Floor, h.Haircut))], cap);
        }
        catch (ArgumentException problem)
        {
            item.Refuse(problem.ParamName == "venueCap" ? "venueCap" : "haircuts", ParameterFields.FirstLine(problem));
            return null;
        }
        catch (OverflowException)
        {
            item.Refuse("haircuts", "leave so little that the cap would bind at a value too large for a number");
            return null;
        }
    }

    private static Instrument? ReadInstrument(StrictObject item, string currency, Dictionary<string, TierTable> tables)
    {
        var symbol = ParameterFields.Name(item, "symbol");
        var kind = item.Choice("kind", Kinds, ContractKind.Perpetual, required: true);
        var settlement = item.Choice("settlement", ParameterFields.Settlements, SettlementKind.Linear, required: true);
        var underlying = ParameterFields.Name(item, "underlying");
        var asset = ParameterFields.Name(item, "settlementAsset");
        var size = ParameterFields.Positive(item, "contractSize", 100_000);
        var volatility = ParameterFields.Positive(item, "volatility", 100);
        var expiry = item.OptionalTime("expiry");
        var table = item.Text("tierTable");
        if (kind == ContractKind.Future != expiry is not null)
        {
            item.Refuse("expiry", kind == ContractKind.Future ? "is required for a future" : "is for futures only");
        }

        ParameterFields.CheckSettlementAsset(item, settlement, asset, currency);
        if (symbol == "cross")
        {
            item.Refuse("symbol", "is the name of the cross pool");
        }

        if (!tables.TryGetValue(table, out var tiers))
        {
            // A table that is there but wrong has been refused itself.
            if (table.Length > 0 && !item.HasProblems)
            {
                item.Refuse("tierTable", "is not one of tierTables");
            }

            return null;
        }

        return new Instrument(symbol, kind, settlement, underlying, asset, size, volatility, expiry, tiers);
    }

    private static StressScenario ReadScenario(StrictObject item)
    {
        var scenario = new StressScenario(
            item.Text("name"), item.Decimal("move"), item.OptionalDecimals("moves"), item.OptionalDecimal("volatilityMove") ?? 0, item.OptionalDecimals("volatilityMoves"));
        RefuseMoves(item, "move", scenario.Move, "moves", scenario.Moves);
        RefuseMoves(item, "volatilityMove", scenario.VolatilityMove, "volatilityMoves", scenario.VolatilityMoves!);
        return scenario;
    }

    private static void RefuseMoves(StrictObject item, string ofAll, decimal move, string ofSome, IReadOnlyDictionary<string, decimal> moves)
    {
        if (move is <= -1 or > 100)
        {
            item.Refuse(ofAll, "must be above -1 and at most 100");
        }

        foreach (var (underlying, own) in moves.Where(m => m.Value is <= -1 or > 100))
        {
            item.Refuse(ofSome, $"{underlying} must move by more than -1 and at most 100, not {own.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>A mark is a price or a volatility, never both.</summary>
    private static void RefuseVolatilitiesThatArePrices(
        StrictObject root, IReadOnlyList<OptionContract> options, IReadOnlyList<Instrument> instruments, IReadOnlyList<CollateralAsset> collateral)
    {
        var prices = instruments.SelectMany(i => new[] { i.Symbol, i.Underlying }).Concat(options.SelectMany(o => new[] { o.Underlying, o.ForwardSymbol }))
            .Concat(collateral.Select(c => c.PriceSymbol).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var volatility in options.Select(o => o.VolatilitySymbol).Distinct(StringComparer.Ordinal).Where(prices.Contains))
        {
            root.Refuse("optionSeries[].volatility", $"{volatility} is the name of a price");
        }
    }

    private static void RefuseRepeats(StrictObject root, string list, string field, IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => name.Length > 0 && !seen.Add(name)))
        {
            root.Refuse($"{list}[].{field}", $"names {name} twice");
        }
    }

    private sealed record TierRow(decimal Floor, decimal Initial, decimal Maintenance);

    private sealed record HaircutRow(decimal Floor, decimal Haircut);
}
