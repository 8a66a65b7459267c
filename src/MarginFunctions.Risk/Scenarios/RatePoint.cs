namespace MarginFunctions.Risk.Scenarios;

/// <summary>A point of a <see cref="RateMove"/>.</summary>
/// <param name="Days">To expiry, 0 to 36,500.</param>
/// <param name="Rate">Change of the annual rate as a fraction, −1 to 1.</param>
public sealed record RatePoint(decimal Days, decimal Rate);
