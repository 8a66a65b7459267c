namespace MarginFunctions.Risk.Tail;

/// <summary>Moments of a distribution of profits.</summary>
/// <param name="Mean">The mean; a gain is positive.</param>
/// <param name="StandardDeviation">The standard deviation, not negative.</param>
/// <param name="Skewness">Third standardised moment; negative when large losses are more likely than large gains.</param>
/// <param name="ExcessKurtosis">Fourth standardised moment less 3; 0 for the normal distribution.</param>
public readonly record struct ProfitMoments(double Mean, double StandardDeviation, double Skewness, double ExcessKurtosis)
{
    /// <summary>
    /// Moments of a sample, sums in the order given: standard deviation with divisor <c>n − 1</c>; skewness <c>m₃/m₂^1.5</c> and excess kurtosis <c>m₄/m₂² − 3</c> of central
    /// moments with divisor <c>n</c>.
    /// </summary>
    /// <param name="profits">At least four finite profits, not all equal.</param>
    /// <exception cref="ArgumentException">Fewer than four profits, one that is not finite, or all equal.</exception>
    public static ProfitMoments Of(ReadOnlySpan<double> profits)
    {
        if (profits.Length < 4)
        {
            throw new ArgumentException($"{profits.Length} profits are too few for four moments; at least 4 are needed.", nameof(profits));
        }

        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var n = 0; n < profits.Length; n++)
        {
            if (!double.IsFinite(profits[n]))
            {
                throw new ArgumentException($"Scenario {n} has profit {profits[n]}; a profit is a finite number.", nameof(profits));
            }

            (least, greatest) = (Math.Min(least, profits[n]), Math.Max(greatest, profits[n]));
        }

        // Asked of the profits themselves: the mean of equal ones may be a last digit off, and what is left of them then looks like a distribution.
        if (least == greatest)
        {
            throw new ArgumentException($"All {profits.Length} profits are {least}; skewness and kurtosis need profits that differ.", nameof(profits));
        }

        // In units of a power of two near the greatest size, so that no fourth power overflows and none that matters vanishes; digits stay as they are.
        var exponent = Math.ILogB(Math.Max(-least, greatest)) + 1;
        var sum = 0.0;
        foreach (var profit in profits)
        {
            sum += Math.ScaleB(profit, -exponent);
        }

        var mean = sum / profits.Length;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var profit in profits)
        {
            var away = Math.ScaleB(profit, -exponent) - mean;
            var square = away * away;
            second += square;
            third += square * away;
            fourth += square * square;
        }

        var variance = second / profits.Length;
        return new ProfitMoments(
            Math.ScaleB(mean, exponent),
            Math.ScaleB(Math.Sqrt(second / (profits.Length - 1)), exponent),
            third / profits.Length / (variance * Math.Sqrt(variance)),
            fourth / profits.Length / (variance * variance) - 3);
    }
}
