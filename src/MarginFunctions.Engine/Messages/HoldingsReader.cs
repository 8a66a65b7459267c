using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Messages;

/// <summary>Reads position updates and liquidation fills, both untrusted, into <see cref="HoldingsUpdate"/>.</summary>
public sealed class HoldingsReader(RiskParameters parameters)
{
    /// <summary>The largest quantity, either sign.</summary>
    public const decimal LargestQuantity = 100_000_000_000m;

    /// <summary>The highest price.</summary>
    public const decimal HighestPrice = 10_000_000_000m;

    private static readonly Dictionary<string, MarginMode> Modes = new(StringComparer.Ordinal) { ["cross"] = MarginMode.Cross, ["isolated"] = MarginMode.Isolated };

    private static readonly Dictionary<string, AccountMode> AccountModes = new(StringComparer.Ordinal) { ["standard"] = AccountMode.Standard, ["portfolio"] = AccountMode.Portfolio };

    /// <summary>Reads a position update (<c>docs/schemas/position-update.schema.json</c>).</summary>
    public HoldingsUpdate ReadUpdate(StrictObject message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var update = new HoldingsUpdate(
            ReadAccountId(message),
            message.Integer("sequence", 1, long.MaxValue),
            message.Time("asOf"),
            message.Array("positions", ReadPosition, required: false),
            message.Array("collateral", ReadCollateral, required: false),
            message.OptionalBoolean("complete", otherwise: false),
            ReadAccountMode(message),
            LedgerThrough: ReadLedgerThrough(message),
            Cover: ReadCover(message));
        RefuseRepeats(message, update);
        if (!update.Complete && !message.Has("positions") && !message.Has("collateral") && !message.Has("accountMode") && !message.Has("cover"))
        {
            message.Refuse("positions", "an update that is not complete must name positions, collateral, accountMode or cover");
        }

        return update;
    }

    /// <summary>Reads a fill (<c>docs/schemas/liquidation-fill.schema.json</c>): what an order did, and what the account holds after it.</summary>
    public HoldingsUpdate ReadFill(StrictObject message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var accountId = ReadAccountId(message);
        var sequence = message.Integer("sequence", 1, long.MaxValue);
        var asOf = message.Time("asOf");
        var jobId = message.Text("jobId");
        var filled = message.OptionalDecimal("filledQuantity");
        if (filled is < 0 or > LargestQuantity)
        {
            message.Refuse("filledQuantity", "must not be negative nor above 100,000,000,000");
        }

        var price = message.OptionalDecimal("fillPrice");
        if (price is <= 0 or > HighestPrice)
        {
            message.Refuse("fillPrice", "must be positive and at most 10,000,000,000");
        }

        var asset = ReadSoldAsset(message);
        var position = message.Object("position", ReadPosition, required: asset is null);

        var update = new HoldingsUpdate(
            accountId,
            sequence,
            asOf,
            position is null ? [] : [position],
            message.Array("collateral", ReadCollateral, required: asset is not null),
            Complete: false,
            JobId: jobId,
            LedgerThrough: ReadLedgerThrough(message),
            Cover: ReadCover(message))
        {
            Fill = filled is { } quantity && price is { } average ? new OrderFill(jobId, asset ?? position?.Instrument ?? "", quantity, average) : null,
        };
        RefuseRepeats(message, update);
        return update;
    }

    /// <summary>Reads an account's holdings without sequence and time, as what-if documents state them.</summary>
    public (string AccountId, Portfolio Portfolio) ReadPortfolio(StrictObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var accountId = ReadAccountId(item);
        var update = new HoldingsUpdate(
            accountId, 1, default, item.Array("positions", ReadPosition, required: false), item.Array("collateral", ReadCollateral, required: false), Complete: true, ReadAccountMode(item));
        RefuseRepeats(item, update);
        return (accountId, new Portfolio(
            [.. update.Positions.Where(p => p.Quantity != 0)], [.. update.Collateral.Where(c => c.Quantity != 0)], update.AccountMode ?? AccountMode.Standard));
    }

    /// <summary>The asset that an order for collateral sold, in place of a position.</summary>
    private string? ReadSoldAsset(StrictObject message)
    {
        var asset = message.OptionalText("asset");
        if (asset is { Length: > 0 } && parameters.FindCollateral(asset) is null)
        {
            message.Refuse("asset", $"is not accepted as collateral by parameters {parameters.Version}");
        }

        if (asset is not null && message.Has("position"))
        {
            message.Refuse("asset", "must not stand beside position: an order is for one or the other");
        }

        return asset;
    }

    private static string ReadAccountId(StrictObject message)
    {
        var id = message.Text("accountId");
        if (id.Length > 0 && !AccountIds.AreValid(id))
        {
            message.Refuse("accountId", AccountIds.Rule);
        }

        return id;
    }

    private static void RefuseRepeats(StrictObject message, HoldingsUpdate update)
    {
        if (FirstRepeat(update.Positions.Select(p => p.Instrument)) is { } instrument)
        {
            message.Refuse("positions", $"names {instrument} twice");
        }

        if (FirstRepeat(update.Collateral.Select(c => c.Asset)) is { } asset)
        {
            message.Refuse("collateral", $"names {asset} twice");
        }
    }

    private static string? FirstRepeat(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => name.Length > 0 && !seen.Add(name));
    }

    private static long ReadLedgerThrough(StrictObject message) => message.OptionalInteger("ledgerThrough", 0, long.MaxValue, otherwise: 0);

    private static decimal ReadAmount(StrictObject item, string field, decimal? value)
    {
        if (value is < 0 or > LargestQuantity)
        {
            item.Refuse(field, "must not be negative nor above 100,000,000,000");
        }

        return value ?? 0;
    }

    /// <summary>What is not named there is not: an update that states the cover states all of it.</summary>
    private CoverFacts? ReadCover(StrictObject message)
    {
        var cover = message.Object("cover", ReadFacts, required: false);
        if (cover is not null && parameters.Cover is null)
        {
            message.Refuse("cover", $"is not offered: parameters {parameters.Version} have no cover");
        }

        return cover;

        static CoverFacts ReadFacts(StrictObject item)
        {
            var reserve = item.Object("reserve", ReadReserve, required: false);
            return new CoverFacts(reserve?.Quantity ?? 0, reserve?.Minimum ?? 0, ReadAmount(item, "creditLine", item.OptionalDecimal("creditLine")));
        }

        static StatedReserve ReadReserve(StrictObject item) =>
            new(ReadAmount(item, "quantity", item.Decimal("quantity")), ReadAmount(item, "minimum", item.OptionalDecimal("minimum")));
    }

    private AccountMode? ReadAccountMode(StrictObject message)
    {
        if (!message.Has("accountMode"))
        {
            return null;
        }

        var mode = message.Choice("accountMode", AccountModes, AccountMode.Standard, required: false);
        if (mode == AccountMode.Portfolio && parameters.PortfolioMargin is null)
        {
            message.Refuse("accountMode", $"is not offered: parameters {parameters.Version} have no portfolioMargin");
        }

        return mode;
    }

    private Position ReadPosition(StrictObject item)
    {
        var symbol = item.Text("instrument");
        var instrument = symbol.Length > 0 ? parameters.FindInstrument(symbol) : null;
        var option = symbol.Length > 0 ? parameters.FindOption(symbol) : null;
        if (symbol.Length > 0 && instrument is null && option is null)
        {
            item.Refuse("instrument", $"is not an instrument of parameters {parameters.Version}");
        }

        var quantity = item.Decimal("quantity");
        if (Math.Abs(quantity) > LargestQuantity)
        {
            item.Refuse("quantity", "must lie between -100,000,000,000 and 100,000,000,000");
        }

        var entryPrice = item.OptionalDecimal("entryPrice");
        if (entryPrice is <= 0 or > HighestPrice)
        {
            item.Refuse("entryPrice", "must be positive and at most 10,000,000,000");
        }
        else if (entryPrice is null && quantity != 0)
        {
            item.Refuse("entryPrice", "is required unless quantity is 0");
        }

        var mode = item.Choice("marginMode", Modes, MarginMode.Cross, required: false);
        var isolated = item.OptionalDecimal("isolatedMargin");
        if (isolated is < 0 or > LargestQuantity)
        {
            item.Refuse("isolatedMargin", "must not be negative nor above 100,000,000,000");
        }
        else if (mode == MarginMode.Isolated && isolated is null && quantity != 0)
        {
            item.Refuse("isolatedMargin", $"is required for an isolated position, in {instrument?.SettlementAsset ?? option?.SettlementAsset ?? "the settlement asset"}");
        }
        else if (mode == MarginMode.Cross && isolated is not null)
        {
            item.Refuse("isolatedMargin", "is for isolated positions only");
        }

        return new Position(symbol, quantity, entryPrice ?? 0, mode, isolated ?? 0);
    }

    private CollateralHolding ReadCollateral(StrictObject item)
    {
        var asset = item.Text("asset");
        if (asset.Length > 0 && parameters.FindCollateral(asset) is null)
        {
            item.Refuse("asset", $"is not accepted as collateral by parameters {parameters.Version}");
        }

        var quantity = item.Decimal("quantity");
        if (Math.Abs(quantity) > LargestQuantity)
        {
            item.Refuse("quantity", "must lie between -100,000,000,000 and 100,000,000,000");
        }

        return new CollateralHolding(asset, quantity);
    }

    private sealed record StatedReserve(decimal Quantity, decimal Minimum);
}
