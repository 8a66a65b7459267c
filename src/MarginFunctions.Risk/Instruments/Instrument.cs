using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Instruments;

/// <summary>The terms of one contract and the margin tiers that apply to it. Facts only: no price and no position.</summary>
/// <param name="Symbol">The contract's name, which is also the name of its mark.</param>
/// <param name="Kind">Perpetual or dated.</param>
/// <param name="Settlement">Linear or inverse.</param>
/// <param name="Underlying">The index the contract follows, for example <c>BTC-USD</c>. Contracts of one underlying move together in stress and in prices of trouble.</param>
/// <param name="SettlementAsset">What profit is paid in: the account currency for linear contracts, the coin for inverse ones.</param>
/// <param name="ContractSize">Positive. Coins per contract when linear, account currency per contract when inverse.</param>
/// <param name="Volatility">Positive annual volatility as a fraction (0.6 is 60 %). Shares slack out between bands; it is no part of a requirement.</param>
/// <param name="Expiry">When a dated future settles; null for a perpetual.</param>
/// <param name="Tiers">Initial and maintenance rates by notional.</param>
public sealed record Instrument(
    string Symbol,
    ContractKind Kind,
    SettlementKind Settlement,
    string Underlying,
    string SettlementAsset,
    decimal ContractSize,
    decimal Volatility,
    DateTimeOffset? Expiry,
    TierTable Tiers)
{
    /// <summary>
    /// Profit of a position in the settlement asset, unrounded. Linear: <c>q·m·(S − entry)</c>; inverse: <c>q·m·(1/entry − 1/S)</c>.
    /// </summary>
    /// <param name="quantity">Contracts, positive when long and negative when short.</param>
    /// <param name="entryPrice">Average entry price, positive.</param>
    /// <param name="mark">The mark, positive.</param>
    public decimal Profit(decimal quantity, decimal entryPrice, decimal mark)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entryPrice);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mark);
        return Settlement == SettlementKind.Linear
            ? quantity * ContractSize * (mark - entryPrice)
            : quantity * ContractSize * (mark - entryPrice) / entryPrice / mark;
    }
}
