namespace MarginFunctions.Engine.Messages;

/// <summary>Prices of one moment from one source.</summary>
/// <param name="Source">Who says so.</param>
/// <param name="AsOf">When the source made them.</param>
/// <param name="Prices">Each symbol at most once.</param>
public sealed record PriceUpdate(string Source, DateTimeOffset AsOf, IReadOnlyList<QuotedPrice> Prices);
