using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Backtesting;

/// <summary>Proportion of failures: do breaches occur as often as the level says?</summary>
/// <remarks>
/// <para>
/// With <c>n</c> observations, <c>x</c> breaches and <c>p = 1 − level</c>: <c>LR = −2·ln[(1 − p)ⁿ⁻ˣ·pˣ] + 2·ln[(1 − x/n)ⁿ⁻ˣ·(x/n)ˣ]</c>, one degree of freedom, computed as
/// <c>2·[x·ln(x/(n·p)) + (n − x)·ln((n − x)/(n·(1 − p)))]</c>. Ends: <c>−2n·ln(1 − p)</c> without a breach and <c>−2n·ln p</c> when all are. Two-sided: too few breaches reject as well.
/// </para>
/// <para>Kupiec, "Techniques for Verifying the Accuracy of Risk Measurement Models", Journal of Derivatives 3(2), 1995.</para>
/// </remarks>
public static class KupiecTest
{
    /// <summary>Tests the number of breaches.</summary>
    /// <param name="counts">What was observed.</param>
    /// <param name="level">The level that the requirement is meant to cover.</param>
    /// <exception cref="InvalidOperationException">There are no observations.</exception>
    public static LikelihoodRatio Run(BreachCounts counts, ConfidenceLevel level)
    {
        counts.ThrowIfEmpty();
        double n = counts.Observations;
        double x = counts.Breaches;
        return LikelihoodRatio.Of(
            LikelihoodRatio.Term(x, n * (double)level.TailProbability) + LikelihoodRatio.Term(n - x, n * (double)level.Value), degreesOfFreedom: 1);
    }
}
