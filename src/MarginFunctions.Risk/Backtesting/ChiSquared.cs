using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Backtesting;

/// <summary>The chi-squared distribution with one and two degrees of freedom, in closed form.</summary>
internal static class ChiSquared
{
    /// <summary>
    /// <c>P(X &gt; x)</c>: <c>2·N(−√x)</c> with one degree of freedom, <c>e^(−x/2)</c> with two. Ends: 1 at 0, 0 at ∞. Abramowitz and Stegun, "Handbook of Mathematical Functions",
    /// 1964, 26.4.
    /// </summary>
    /// <param name="x">Not negative.</param>
    /// <param name="degreesOfFreedom">1 or 2.</param>
    public static double UpperTail(double x, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x, 0);
        return degreesOfFreedom switch
        {
            1 => 2 * NormalDistribution.Of(OneLane.Of(-Math.Sqrt(x))).Number,
            2 => Exponential.Of(OneLane.Of(-0.5 * x)).Number,
            _ => throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, $"There are {degreesOfFreedom} degrees of freedom; 1 and 2 are known."),
        };
    }
}
