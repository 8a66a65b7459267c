namespace MarginFunctions.Risk.Cover;

/// <summary>What one account closes against a bankrupt position.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Trade">Contracts it trades, against its own position: negative to sell.</param>
/// <param name="Price">The bankruptcy price.</param>
public readonly record struct DeleveragingFill(string Account, decimal Trade, decimal Price);
