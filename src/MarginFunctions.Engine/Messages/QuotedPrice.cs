namespace MarginFunctions.Engine.Messages;

/// <summary>One price.</summary>
/// <param name="Symbol">An instrument, an underlying or a collateral price of the parameters.</param>
/// <param name="Price">Positive, in account currency.</param>
public sealed record QuotedPrice(string Symbol, decimal Price);
