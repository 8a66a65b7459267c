namespace MarginFunctions.Engine.Messages;

/// <summary>A reduce-only market order.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Side"><c>sell</c> closes a long position, <c>buy</c> a short one.</param>
/// <param name="Quantity">Contracts, positive.</param>
/// <param name="ReduceOnly">Always true.</param>
public sealed record LiquidationOrder(string Instrument, string Side, decimal Quantity, bool ReduceOnly);
