using MarginFunctions.Risk.Liquidation;

namespace MarginFunctions.Engine.State;

/// <summary>One order of a plan, and what of it went into the job.</summary>
/// <param name="Name">Instrument, option or asset.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Trade">What the plan trades: contracts or units, negative to sell.</param>
/// <param name="Ordered">What of it was ordered, without sign: less where the minute took no more, and where collateral waits for positions.</param>
/// <param name="Price">The mark it was planned at.</param>
/// <param name="Limit">The bankruptcy price; null for none.</param>
/// <param name="Notional">Size at the mark, in account currency, as the next four.</param>
/// <param name="Fee">The venue's fee.</param>
/// <param name="FundFee">The insurance fund's fee.</param>
/// <param name="Impact">What the close was expected to lose against the mark.</param>
/// <param name="Freed">Maintenance margin that it frees after the orders before it.</param>
public sealed record PlanOrder(
    string Name, LegKind Kind, decimal Trade, decimal Ordered, decimal Price, decimal? Limit, decimal Notional, decimal Fee, decimal FundFee, decimal Impact, decimal Freed);
