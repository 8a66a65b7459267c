namespace MarginFunctions.Engine.Cover;

/// <summary>What one account closes against another's, at the bankruptcy price.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="Instrument">The contract.</param>
/// <param name="Trade">Contracts it trades, against its own position: negative to sell. The trades of one instrument sum to zero.</param>
/// <param name="Price">The bankruptcy price of the bankrupt position.</param>
/// <param name="ReduceTo">Signed contracts that it is left with.</param>
public sealed record DeleveragedPosition(string AccountId, string Pool, string Instrument, decimal Trade, decimal Price, decimal ReduceTo);
