namespace MarginFunctions.Engine.Messages;

/// <summary>A reduce-only order.</summary>
/// <param name="Instrument">The contract, or the collateral asset that is sold for account currency.</param>
/// <param name="Side"><c>sell</c> closes a long position, <c>buy</c> a short one.</param>
/// <param name="Quantity">Contracts or units, positive.</param>
/// <param name="ReduceOnly">Always true.</param>
/// <param name="LimitPrice">The worst price it may be filled at; null for an order at the market.</param>
/// <param name="ReduceTo">Signed contracts that the account is left with when the order is filled: it must not be filled beyond, whatever else was filled meanwhile. Null closes the position.</param>
/// <param name="BankruptcyPrice">Of an order at the market, the price at which the pool's equity is zero; null where no price does it, and of an order with a limit, which is that price.</param>
public sealed record LiquidationOrder(string Instrument, string Side, decimal Quantity, bool ReduceOnly, decimal? LimitPrice = null, decimal? ReduceTo = null, decimal? BankruptcyPrice = null);
