namespace MarginFunctions.Local.Venue;

/// <summary>A customer's reserve.</summary>
/// <param name="Quantity">What is in it, not negative.</param>
/// <param name="Minimum">What must stay in it.</param>
internal sealed record BrokerReserve(decimal Quantity, decimal Minimum);
