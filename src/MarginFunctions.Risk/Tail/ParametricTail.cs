namespace MarginFunctions.Risk.Tail;

/// <summary>Value at risk and expected shortfall from moments of profits, with <c>p = 1 − c</c> and <c>z = Φ⁻¹(p)</c>, negative. A loss is positive.</summary>
public static class ParametricTail
{
    /// <summary>Normal profits: <c>VaR = −(μ + σ·z)</c>, <c>ES = −μ + σ·φ(z)/p</c>. At <c>σ = 0</c> both are <c>−μ</c>.</summary>
    /// <param name="mean">μ, finite.</param>
    /// <param name="standardDeviation">σ, finite, not negative.</param>
    /// <param name="level">The confidence level <c>c</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A moment is out of range or NaN.</exception>
    public static TailMeasure Normal(double mean, double standardDeviation, ConfidenceLevel level)
    {
        var moments = new ProfitMoments(mean, standardDeviation, 0, 0);
        Check(moments);
        return Expanded(moments, level);
    }

    /// <summary>
    /// Modified value at risk: the normal quantile corrected for skewness <c>S</c> and excess kurtosis <c>K</c> by the Cornish-Fisher expansion
    /// <c>z* = z + (z² − 1)·S/6 + (z³ − 3z)·K/24 − (2z³ − 5z)·S²/36</c>, <c>VaR = −(μ + σ·z*)</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Expected shortfall is the mean of that quantile over the tail, in closed form: <c>ES = −μ + σ·φ(z)/p·(1 + z·S/6 + (z² − 1)·K/24 − (2z² − 1)·S²/36)</c>.
    /// </para>
    /// <para>
    /// The expansion is a quantile only where it rises with <c>z</c> everywhere, <c>S²/9 − 4·(K/8 − S²/6)·(1 − K/8 + 5·S²/36) ≤ 0</c> with <c>K/8 ≥ S²/6</c>; outside, a
    /// higher level could have a smaller loss, and the moments are refused. <c>S</c> and <c>K</c> are the expansion's parameters; the distribution that it gives has somewhat other
    /// moments. Source: Maillard, "A User's Guide to the Cornish Fisher Expansion", SSRN 1997178, revised May 2018; Zangari, RiskMetrics Monitor, 1996.
    /// </para>
    /// </remarks>
    /// <param name="moments">Moments of the profits.</param>
    /// <param name="level">The confidence level <c>c</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A moment is out of range or NaN, or the pair of skewness and kurtosis is outside the domain.</exception>
    public static TailMeasure CornishFisher(ProfitMoments moments, ConfidenceLevel level)
    {
        Check(moments);
        if (!IsInDomain(moments.Skewness, moments.ExcessKurtosis))
        {
            throw new ArgumentOutOfRangeException(
                nameof(moments),
                $"Skewness {moments.Skewness} with excess kurtosis {moments.ExcessKurtosis} is outside the domain of the Cornish-Fisher expansion, where it is no quantile; use a historical measure.");
        }

        return Expanded(moments, level);
    }

    /// <summary>Whether the Cornish-Fisher expansion rises everywhere; false for NaN.</summary>
    /// <param name="skewness"><c>S</c>.</param>
    /// <param name="excessKurtosis"><c>K</c>.</param>
    public static bool IsInDomain(double skewness, double excessKurtosis)
    {
        // The derivative by z is (K/8 − S²/6)·z² + (S/3)·z + (1 − K/8 + 5S²/36).
        var square = skewness * skewness;
        var (quadratic, constant) = (excessKurtosis / 8 - square / 6, 1 - excessKurtosis / 8 + 5 * square / 36);
        return quadratic >= 0 && constant >= 0 && square / 9 <= 4 * quadratic * constant;
    }

    private static TailMeasure Expanded(ProfitMoments moments, ConfidenceLevel level)
    {
        var p = (double)level.TailProbability;
        var z = StandardNormal.Inverse(p);
        var (s, k, square) = (moments.Skewness, moments.ExcessKurtosis, z * z);
        var quantile = z + (square - 1) * s / 6 + (square - 3) * z * k / 24 - (2 * square - 5) * z * s * s / 36;
        var factor = 1 + z * s / 6 + (square - 1) * k / 24 - (2 * square - 1) * s * s / 36;
        return new TailMeasure(
            0 - (moments.Mean + moments.StandardDeviation * quantile),
            moments.StandardDeviation * (StandardNormal.Density(z) / p) * factor - moments.Mean);
    }

    private static void Check(ProfitMoments moments)
    {
        ThrowUnless(double.IsFinite(moments.Mean), "mean", moments.Mean, "finite");
        ThrowUnless(moments.StandardDeviation >= 0 && double.IsFinite(moments.StandardDeviation), "standard deviation", moments.StandardDeviation, "finite and not negative");
        ThrowUnless(double.IsFinite(moments.Skewness), "skewness", moments.Skewness, "finite");
        ThrowUnless(double.IsFinite(moments.ExcessKurtosis), "excess kurtosis", moments.ExcessKurtosis, "finite");
    }

    private static void ThrowUnless(bool holds, string name, double value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The {name} is {value}; it is {rule}.");
        }
    }
}
