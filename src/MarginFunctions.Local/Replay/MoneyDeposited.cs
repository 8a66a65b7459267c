namespace MarginFunctions.Local.Replay;

/// <summary>A customer paid in.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Amount">In account currency, positive.</param>
internal sealed record MoneyDeposited(string AccountId, decimal Amount) : MarketEvent;
