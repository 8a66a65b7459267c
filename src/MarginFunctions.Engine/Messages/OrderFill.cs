namespace MarginFunctions.Engine.Messages;

/// <summary>What an order of a liquidation job has done so far. Cumulative, so a late, repeated or reordered fill says nothing new.</summary>
/// <param name="JobId">The job, as the broker named it.</param>
/// <param name="Instrument">The order: its contract, or the asset that is sold.</param>
/// <param name="Quantity">Contracts or units filled so far, not negative.</param>
/// <param name="Price">Their average price, positive.</param>
public sealed record OrderFill(string JobId, string Instrument, decimal Quantity, decimal Price);
