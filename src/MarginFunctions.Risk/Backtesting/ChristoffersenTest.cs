using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Backtesting;

/// <summary>Independence and conditional coverage: do breaches come alone, or does one make the next more likely?</summary>
/// <remarks>
/// Christoffersen, "Evaluating Interval Forecasts", International Economic Review 39(4), 1998: breaches as a first-order Markov chain with
/// <c>π₀₁ = n₀₁/(n₀₀ + n₀₁)</c>, <c>π₁₁ = n₁₁/(n₁₀ + n₁₁)</c> and, if independent, <c>π = (n₀₁ + n₁₁)/(n₀₀ + n₀₁ + n₁₀ + n₁₁)</c>.
/// </remarks>
public static class ChristoffersenTest
{
    /// <summary>
    /// <c>LR = −2·ln[(1 − π)^(n₀₀+n₁₀)·π^(n₀₁+n₁₁)] + 2·ln[(1 − π₀₁)^n₀₀·π₀₁^n₀₁·(1 − π₁₁)^n₁₀·π₁₁^n₁₁]</c>, one degree of freedom, computed as
    /// <c>2·Σ nᵢⱼ·ln(nᵢⱼ·N/(rowᵢ·columnⱼ))</c> with <c>N = Σ nᵢⱼ</c>.
    /// </summary>
    /// <remarks>
    /// Ends: a transition that never occurred adds nothing (<c>0⁰ = 1</c>). Without a breach, with nothing but breaches, with a breach at the last observation only, or with a single
    /// observation, the data say nothing of dependence and the statistic is 0.
    /// </remarks>
    /// <param name="counts">What was observed.</param>
    /// <exception cref="InvalidOperationException">There are no observations.</exception>
    public static LikelihoodRatio Independence(BreachCounts counts)
    {
        counts.ThrowIfEmpty();
        double fromCalm = counts.CalmToCalm + counts.CalmToBreach;
        double fromBreach = counts.BreachToCalm + counts.BreachToBreach;
        double toCalm = counts.CalmToCalm + counts.BreachToCalm;
        double toBreach = counts.CalmToBreach + counts.BreachToBreach;
        var all = fromCalm + fromBreach;
        return LikelihoodRatio.Of(
            Term(counts.CalmToCalm, fromCalm, toCalm, all) + Term(counts.CalmToBreach, fromCalm, toBreach, all)
                + Term(counts.BreachToCalm, fromBreach, toCalm, all) + Term(counts.BreachToBreach, fromBreach, toBreach, all),
            degreesOfFreedom: 1);
    }

    /// <summary>
    /// Coverage and independence together: the sum of <see cref="KupiecTest"/> and <see cref="Independence"/>, two degrees of freedom.
    /// </summary>
    /// <remarks>
    /// In the paper the sum is exact when both leave the first observation out. Here, as in common practice, coverage counts every observation, so that the three figures of a report add up.
    /// </remarks>
    /// <param name="counts">What was observed.</param>
    /// <param name="level">The level that the requirement is meant to cover.</param>
    /// <exception cref="InvalidOperationException">There are no observations.</exception>
    public static LikelihoodRatio ConditionalCoverage(BreachCounts counts, ConfidenceLevel level) =>
        new(KupiecTest.Run(counts, level).Statistic + Independence(counts).Statistic, DegreesOfFreedom: 2);

    private static double Term(double count, double row, double column, double all) => LikelihoodRatio.Term(count, row * column / all);
}
