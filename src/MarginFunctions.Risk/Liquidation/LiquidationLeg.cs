namespace MarginFunctions.Risk.Liquidation;

/// <summary>One thing that a pool can close or sell.</summary>
/// <param name="Name">Instrument, option or asset.</param>
/// <param name="Kind">Which of the pool's arrays it is in.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Held">Contracts or units, signed.</param>
/// <param name="Price">The mark, an option's price, or an asset's price.</param>
/// <param name="UnitNotional">Notional of one contract or unit, in account currency.</param>
/// <param name="UnitValue">What closing one contract that is held long turns into cash, in account currency.</param>
/// <param name="Underlying">What it follows.</param>
/// <param name="Market">Lot, minimum and impact.</param>
internal sealed record LiquidationLeg(
    string Name,
    LegKind Kind,
    int Index,
    decimal Held,
    decimal Price,
    decimal UnitNotional,
    decimal UnitValue,
    string Underlying,
    MarketTerms Market)
{
    /// <summary>Lots in all of it.</summary>
    public decimal Lots { get; } = Market.LotsOf(Math.Abs(Held));

    /// <summary>Contracts or units that so many lots close, without sign.</summary>
    public decimal Size(decimal lots) => Market.SizeOf(lots, Math.Abs(Held));

    /// <summary>Whether an order of so many lots can be placed: none, all, or at least the minimum.</summary>
    public bool Allows(decimal lots) => lots == 0 || lots == Lots || lots >= Market.MinimumLots;

    /// <summary>More lots: at least the market's minimum, at most all.</summary>
    public decimal Raise(decimal lots, decimal by) => Math.Min(Lots, Math.Max(lots + by, Market.MinimumLots));

    /// <summary>What so many lots cost. A long option is not sold below nothing.</summary>
    public OrderCost Cost(decimal lots, LiquidationTerms terms)
    {
        var size = Size(lots);
        return OrderCost.Of(size * UnitNotional, Kind == LegKind.Option && Held > 0 ? size * UnitValue : null, terms, Market);
    }
}
