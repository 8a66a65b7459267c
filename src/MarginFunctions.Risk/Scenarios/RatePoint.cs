namespace MarginFunctions.Risk.Scenarios;

/// <summary>A point of a <see cref="RateMove"/>.</summary>
public sealed record RatePoint
{
    /// <summary>A point.</summary>
    /// <param name="days">To expiry, 0 to 36,500.</param>
    /// <param name="rate">Change of the annual rate as a fraction, −1 to 1.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message has it.</exception>
    public RatePoint(decimal days, decimal rate)
    {
        ModelChecks.Within(days, 0, 36_500, "The day of a rate move", nameof(days));
        ModelChecks.Within(rate, -1, 1, "The rate of a rate move", nameof(rate));
        Days = days;
        Rate = rate;
    }

    /// <summary>To expiry.</summary>
    public decimal Days { get; }

    /// <summary>Change of the annual rate as a fraction.</summary>
    public decimal Rate { get; }
}
