namespace MarginFunctions.Risk.Liquidation;

/// <summary>One order of a plan.</summary>
/// <param name="Name">Instrument, option or asset.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Trade">Contracts or units, negative to sell; always against what is held and never more.</param>
/// <param name="Price">The mark it was planned at; an option's price.</param>
/// <param name="Limit">The worst price it may be filled at; null for none. Collateral has none.</param>
/// <param name="Cost">Fees and expected impact.</param>
/// <param name="Freed">Maintenance margin that it frees after all orders before it; negative where it takes a hedge apart that a later order takes apart as well. The orders' sum is what the plan frees.</param>
public sealed record LiquidationOrder(string Name, LegKind Kind, decimal Trade, decimal Price, decimal? Limit, OrderCost Cost, decimal Freed);
