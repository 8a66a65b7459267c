namespace MarginFunctions.Local.Venue;

/// <summary>One trade of an order.</summary>
/// <param name="Order">The order, this trade counted.</param>
/// <param name="At">When.</param>
/// <param name="Quantity">Contracts or units, positive.</param>
/// <param name="Filled">What the order has filled with it.</param>
/// <param name="Price">The price that they were traded at.</param>
/// <param name="Notional">Their size in account currency at that price, positive.</param>
internal sealed record VenueFill(OpenOrder Order, DateTimeOffset At, decimal Quantity, decimal Filled, decimal Price, decimal Notional);
