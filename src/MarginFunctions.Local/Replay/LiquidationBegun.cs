namespace MarginFunctions.Local.Replay;

/// <summary>A liquidation began.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Notional">What its positions are worth at the marks: what closing all of it would sell.</param>
internal sealed record LiquidationBegun(string AccountId, string Pool, decimal Notional) : MarketEvent;
