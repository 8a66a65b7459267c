namespace MarginFunctions.Engine.Ports;

/// <summary>The latest accepted price of a symbol.</summary>
/// <param name="Symbol">An instrument, an underlying or a collateral price.</param>
/// <param name="Price">Positive, in account currency.</param>
/// <param name="AsOf">When the source made it; a mark is only ever replaced by a later one.</param>
/// <param name="Source">Who said so.</param>
public sealed record Mark(string Symbol, decimal Price, DateTimeOffset AsOf, string Source);
