namespace MarginFunctions.Risk.Backtesting;

/// <summary>How much a requirement for an unchanged risk moved over time.</summary>
/// <remarks>
/// Murphy, Vasios and Vause, "An investigation into the procyclicality of risk-based initial margin models", Bank of England Financial Stability Paper 29, May 2014: one measure over the
/// cycle, one over a liquidity planning horizon. Requirements are taken per unit of size, so that a price that doubles is no procyclicality.
/// </remarks>
public static class Procyclicality
{
    /// <summary><c>max Mₜ / min Mₜ</c>, at least 1; null when some requirement is 0, where there is no ratio.</summary>
    /// <param name="requirements">Finite, not negative, in order of time, at least one.</param>
    /// <exception cref="ArgumentException">No requirements, or one that is negative or not finite; the message names it.</exception>
    public static double? PeakToTrough(ReadOnlySpan<double> requirements)
    {
        Check(requirements);
        var (peak, trough) = (requirements[0], requirements[0]);
        foreach (var requirement in requirements)
        {
            peak = Math.Max(peak, requirement);
            trough = Math.Min(trough, requirement);
        }

        return trough > 0 ? peak / trough : null;
    }

    /// <summary>
    /// The largest rise within <paramref name="steps"/> observations, <c>max Mₜ₊ₖ − Mₜ</c> over <c>1 ≤ k ≤ steps</c>: what an unchanged position had to find in that time. Not below 0; 0 for one
    /// observation. Every <c>k</c> up to the end counts, so that a spike within the time is not lost.
    /// </summary>
    /// <param name="requirements">As for <see cref="PeakToTrough"/>.</param>
    /// <param name="steps">At least 1.</param>
    /// <exception cref="ArgumentException">As for <see cref="PeakToTrough"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than one step.</exception>
    public static double LargestIncrease(ReadOnlySpan<double> requirements, int steps)
    {
        Check(requirements);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var largest = 0.0;
        for (var n = 1; n < requirements.Length; n++)
        {
            for (var before = Math.Max(0, n - steps); before < n; before++)
            {
                largest = Math.Max(largest, requirements[n] - requirements[before]);
            }
        }

        return largest;
    }

    private static void Check(ReadOnlySpan<double> requirements)
    {
        if (requirements.IsEmpty)
        {
            throw new ArgumentException("There are no requirements.", nameof(requirements));
        }

        for (var n = 0; n < requirements.Length; n++)
        {
            if (!(requirements[n] >= 0 && double.IsFinite(requirements[n])))
            {
                throw new ArgumentException($"Requirement {n} is {requirements[n]}; a requirement is finite and not negative.", nameof(requirements));
            }
        }
    }
}
