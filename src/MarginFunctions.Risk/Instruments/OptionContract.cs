using MarginFunctions.Risk.Options;

namespace MarginFunctions.Risk.Instruments;

/// <summary>The terms of one European option. Facts only: no price and no position. It has no mark of its own: it is worth what Black's formula makes of a forward and a volatility.</summary>
/// <param name="Symbol">The option's name, for example <c>BTC-25DEC26-60000-C</c>.</param>
/// <param name="Settlement">Linear: sized in coin and paid in account currency. Inverse: sized and paid in coin.</param>
/// <param name="Underlying">The index it follows, for example <c>BTC-USD</c>. Contracts of one underlying move together in scenarios.</param>
/// <param name="SettlementAsset">What it is paid in: the account currency when linear, the coin when inverse.</param>
/// <param name="ContractSize">Positive; coins per contract.</param>
/// <param name="Strike">Positive, in account currency.</param>
/// <param name="Type">Call or put.</param>
/// <param name="Expiry">When it is exercised or lapses.</param>
/// <param name="ForwardSymbol">The mark that is its forward: a future of the same expiry, or the index.</param>
/// <param name="VolatilitySymbol">The mark that is its annual volatility as a fraction (0.6 is 60 %); options may share one.</param>
/// <param name="Margin">Requirement of a short position outside portfolio margin.</param>
public sealed record OptionContract(
    string Symbol,
    SettlementKind Settlement,
    string Underlying,
    string SettlementAsset,
    decimal ContractSize,
    decimal Strike,
    OptionType Type,
    DateTimeOffset Expiry,
    string ForwardSymbol,
    string VolatilitySymbol,
    StandardOptionMargin Margin)
{
    // A year is 365 days, as crypto venues count it.
    private const double SecondsPerYear = 365d * 24 * 60 * 60;

    /// <summary>Years from a moment to expiry, of 365 days; 0 from expiry on.</summary>
    public double YearsFrom(DateTimeOffset moment) => Math.Max(0, (Expiry - moment).TotalSeconds / SecondsPerYear);
}
