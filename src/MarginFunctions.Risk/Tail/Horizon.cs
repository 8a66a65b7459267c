namespace MarginFunctions.Risk.Tail;

/// <summary>Over how long a loss is measured: whole days, positive. The default value is no horizon; reading it is an error.</summary>
public readonly record struct Horizon
{
    private readonly int days;

    /// <summary>Takes a number of days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one day.</exception>
    public Horizon(int days)
    {
        if (days < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(days), days, $"The horizon is {days} days; it is at least 1.");
        }

        this.days = days;
    }

    /// <summary>Days.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public int Days => days > 0 ? days : throw new InvalidOperationException("The horizon was never set.");

    /// <summary>
    /// <c>√(days / from.days)</c>: what a loss over <paramref name="from"/> is multiplied by under the square-root-of-time rule. The rule holds for independent, identically
    /// distributed profits of mean zero; fat tails and volatility clusters break it.
    /// </summary>
    /// <param name="from">The horizon of the loss that is scaled.</param>
    public double SquareRootOfTimeFrom(Horizon from) => Math.Sqrt(Days / (double)from.Days);
}
