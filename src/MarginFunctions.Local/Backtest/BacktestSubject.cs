using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Local.Backtest;

/// <summary>What is margined through the history.</summary>
/// <param name="Name">For reports; each once.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Legs">Its positions.</param>
/// <param name="Collateral">Its priced collateral; the account currency moves nothing.</param>
internal sealed record BacktestSubject(string Name, SubjectKind Kind, IReadOnlyList<SubjectLeg> Legs, IReadOnlyList<HeldAsset> Collateral)
{
    /// <summary>The positions at a moment.</summary>
    public Exposure[] At(PriceGrid grid, int time) => [.. Legs.Select(leg => new Exposure(leg.Instrument, leg.Symbol, leg.Notional(grid.Price(leg.Symbol, time))))];
}

/// <summary>One position of a subject: of a fixed size in account currency, renewed at every moment, or of a fixed number of contracts.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Symbol">The place of its price in the grid.</param>
/// <param name="Size">Account currency when renewed, contracts otherwise; negative when short.</param>
/// <param name="IsRenewed">Which of the two.</param>
internal readonly record struct SubjectLeg(Instrument Instrument, int Symbol, decimal Size, bool IsRenewed)
{
    /// <summary>Its signed size in account currency at a price.</summary>
    public decimal Notional(decimal price) =>
        IsRenewed ? Size : Instrument.Settlement == SettlementKind.Inverse ? Size * Instrument.ContractSize : Size * Instrument.ContractSize * price;
}
