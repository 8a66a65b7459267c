namespace MarginFunctions.Risk.Dynamic;

/// <summary>The limits of one underlying's scenario range. Ranges are relative moves, as a fraction: 0.16 is 16 %.</summary>
/// <param name="Underlying">The index whose marks are watched, for example <c>BTC-USD</c>.</param>
/// <param name="Floor">The smallest range, above 0.</param>
/// <param name="Cap">The largest range, at least the floor and below 1.</param>
/// <param name="Start">The range in force before the first mark is seen, from floor to cap: the model's own, so that nothing jumps when dynamic margin begins.</param>
/// <param name="StressedVolatility">Annual volatility of the stressed period, a fraction above 0 and at most 100; see <see cref="StressedPeriod"/> for one that is worked out from prices.</param>
public sealed record DynamicUnderlying(string Underlying, decimal Floor, decimal Cap, decimal Start, double StressedVolatility)
{
    /// <summary>The largest annual volatility taken: 10,000 %.</summary>
    public const double HighestVolatility = 100;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Underlying);
        if (Floor is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Floor), Floor, $"The floor of {Underlying} is {Floor}; it lies above 0 and below 1.");
        }

        if (Cap < Floor || Cap >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Cap), Cap, $"The cap of {Underlying} is {Cap}; it is at least the floor ({Floor}) and below 1.");
        }

        if (Start < Floor || Start > Cap)
        {
            throw new ArgumentOutOfRangeException(nameof(Start), Start, $"The start of {Underlying} is {Start}; it lies from the floor ({Floor}) to the cap ({Cap}).");
        }

        if (!(StressedVolatility is > 0 and <= HighestVolatility))
        {
            throw new ArgumentOutOfRangeException(
                nameof(StressedVolatility), StressedVolatility, $"The stressed volatility of {Underlying} is {StressedVolatility}; it is above 0 and at most {HighestVolatility}.");
        }
    }
}
