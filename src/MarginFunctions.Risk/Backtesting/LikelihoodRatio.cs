using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Backtesting;

/// <summary>The outcome of a likelihood-ratio test: how much better the breaches fit a free model than the tested one.</summary>
/// <param name="Statistic"><c>−2·ln(L₀/L₁)</c>, not negative; 0 where the data cannot tell the two apart.</param>
/// <param name="DegreesOfFreedom">1 or 2.</param>
public readonly record struct LikelihoodRatio(double Statistic, int DegreesOfFreedom)
{
    /// <summary>
    /// The probability of a statistic at least as large if the tested model is right, by the chi-squared distribution. It holds for many observations; with few expected breaches it is
    /// an approximation.
    /// </summary>
    public double PValue => ChiSquared.UpperTail(Statistic, DegreesOfFreedom);

    /// <summary>True when the p-value is below <c>1 − level</c>; at that probability exactly the model is not rejected.</summary>
    /// <param name="level">The test's own level, for example 95 %; not the level that margin covers.</param>
    public bool IsRejectedAt(ConfidenceLevel level) => PValue < (double)level.TailProbability;

    /// <summary><c>a·ln(a/b)</c>, 0 when <c>a</c> is 0: what an event that never occurred adds to a likelihood.</summary>
    internal static double Term(double a, double b) => a == 0 ? 0 : a * Numerics.Logarithm.OfRatio(Numerics.OneLane.Of(a), Numerics.OneLane.Of(b)).Number;

    /// <summary>Rounding may leave a statistic of 0 a last digit below it.</summary>
    internal static LikelihoodRatio Of(double halfStatistic, int degreesOfFreedom) => new(Math.Max(0, 2 * halfStatistic), degreesOfFreedom);
}
