namespace MarginFunctions.Risk.Tail;

/// <summary>How a quantile is read from a sample: the six conventions of OpenGamma Strata's <c>QuantileCalculationMethod</c>.</summary>
/// <remarks>
/// <para>
/// Level <c>p</c> in (0, 1) is measured from the bottom: the quantile at 0.01 leaves 1 % of the sample below it. Observations <c>x₁ ≤ … ≤ xₙ</c>, ranks from 1. The index is
/// <c>p·N + shift</c>, taken in exact decimal arithmetic, where <c>N</c> is <c>n</c> or <c>n + 1</c>. Expected shortfall is the mean of the quantile over all levels up to
/// <c>p</c>, <c>(1/p)·∫₀ᵖ q(u) du</c>, with the smallest observation standing for levels below its own; it is an average of the smallest observations, weights by rank.
/// </para>
/// <para>
/// Source: Strata 2.12.74-SNAPSHOT (commit 39c46e3), modules/math, package <c>com.opengamma.strata.math.impl.statistics.descriptive</c>, and the paper it names, "Value-At-Risk", OpenGamma
/// Documentation 31, version 0.1, April 2015. Strata takes the index in <c>double</c>, so that 0.07·100 has rank 8 there under <see cref="IndexAbove"/> and rank 7 here.
/// </para>
/// </remarks>
public abstract class QuantileRule
{
    private protected QuantileRule(string name) => Name = name;

    /// <summary>The observation at <c>⌈p·n⌉</c>: the smallest with at least <c>p</c> of the sample at or below it.</summary>
    public static QuantileRule IndexAbove { get; } = new DiscreteQuantileRule(nameof(IndexAbove), 0, nearest: false);

    /// <summary>The observation nearest to <c>p·n</c>, halves up.</summary>
    public static QuantileRule NearestIndex { get; } = new DiscreteQuantileRule(nameof(NearestIndex), 0, nearest: true);

    /// <summary>The observation nearest to <c>p·(n + 1)</c>, halves up.</summary>
    public static QuantileRule SamplePlusOneNearestIndex { get; } = new DiscreteQuantileRule(nameof(SamplePlusOneNearestIndex), 1, nearest: true);

    /// <summary>Linear between observations, the <c>i</c>-th at probability <c>i/n</c>.</summary>
    public static QuantileRule SampleInterpolation { get; } = new InterpolatedQuantileRule(nameof(SampleInterpolation), 0, 0);

    /// <summary>Linear between observations, the <c>i</c>-th at probability <c>i/(n + 1)</c>.</summary>
    public static QuantileRule SamplePlusOneInterpolation { get; } = new InterpolatedQuantileRule(nameof(SamplePlusOneInterpolation), 1, 0);

    /// <summary>Linear between observations, the <c>i</c>-th at probability <c>(i − ½)/n</c>.</summary>
    public static QuantileRule MidwayInterpolation { get; } = new InterpolatedQuantileRule(nameof(MidwayInterpolation), 0, 0.5m);

    /// <summary>The six rules.</summary>
    public static IReadOnlyList<QuantileRule> All { get; } =
        [IndexAbove, NearestIndex, SamplePlusOneNearestIndex, SampleInterpolation, SamplePlusOneInterpolation, MidwayInterpolation];

    /// <summary>The rule's name, as its property here is called.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The ranks and weights of the quantile.</summary>
    /// <param name="level">Probability from the bottom, in (0, 1), at most 12 places.</param>
    /// <param name="count">Size of the sample, at least 1.</param>
    /// <param name="extrapolation">What happens when the index is below 1 or above <paramref name="count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level or count out of range, or an index outside the sample that may not be extrapolated.</exception>
    public RankWeights QuantileWeights(decimal level, int count, TailExtrapolation extrapolation)
    {
        Check(level, count);
        return QuantileWeightsOf(level, count, extrapolation);
    }

    /// <summary>The ranks, from 1 on, and weights of the expected shortfall of the smallest observations.</summary>
    /// <param name="level">Probability from the bottom, in (0, 1), at most 12 places.</param>
    /// <param name="count">Size of the sample, at least 1.</param>
    /// <param name="extrapolation">What happens when the index is outside the sample. Strata's own expected shortfall is always <see cref="TailExtrapolation.Flat"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level or count out of range, or an index outside the sample that may not be extrapolated.</exception>
    public RankWeights ExpectedShortfallWeights(decimal level, int count, TailExtrapolation extrapolation)
    {
        Check(level, count);
        return ExpectedShortfallWeightsOf(level, count, extrapolation);
    }

    /// <summary>The quantile of an unsorted sample.</summary>
    /// <param name="level">Probability from the bottom, in (0, 1), at most 12 places.</param>
    /// <param name="sample">Finite observations in any order, at least one.</param>
    /// <param name="extrapolation">What happens when the index is outside the sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="QuantileWeights"/>.</exception>
    /// <exception cref="ArgumentException">An observation is not finite.</exception>
    public double Quantile(decimal level, ReadOnlySpan<double> sample, TailExtrapolation extrapolation) =>
        Apply(QuantileWeights(level, sample.Length, extrapolation), sample);

    /// <summary>The mean of the smallest observations up to the level, of an unsorted sample.</summary>
    /// <param name="level">Probability from the bottom, in (0, 1), at most 12 places.</param>
    /// <param name="sample">Finite observations in any order, at least one.</param>
    /// <param name="extrapolation">What happens when the index is outside the sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="ExpectedShortfallWeights"/>.</exception>
    /// <exception cref="ArgumentException">An observation is not finite.</exception>
    public double ExpectedShortfall(decimal level, ReadOnlySpan<double> sample, TailExtrapolation extrapolation) =>
        Apply(ExpectedShortfallWeights(level, sample.Length, extrapolation), sample);

    private protected abstract RankWeights QuantileWeightsOf(decimal level, int count, TailExtrapolation extrapolation);

    private protected abstract RankWeights ExpectedShortfallWeightsOf(decimal level, int count, TailExtrapolation extrapolation);

    /// <summary>The index brought into the sample, or refused.</summary>
    private protected decimal Within(decimal index, decimal level, int count, TailExtrapolation extrapolation)
    {
        if (extrapolation == TailExtrapolation.Flat)
        {
            return Math.Clamp(index, 1, count);
        }

        return index >= 1 && index <= count
            ? index
            : throw new ArgumentOutOfRangeException(nameof(level), level, $"{Name} has index {index} at level {level}; the sample has ranks 1 to {count}.");
    }

    private static double Apply(RankWeights weights, ReadOnlySpan<double> sample)
    {
        var values = new double[weights.LastRank];
        WorstScenarios.SelectValues(sample, values);
        return weights.Apply(values);
    }

    private static void Check(decimal level, int count)
    {
        if (level is not (> 0 and < 1) || level != decimal.Round(level, ConfidenceLevel.Places))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"The level is {level}; it lies above 0 and below 1, with at most {ConfidenceLevel.Places} places.");
        }

        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "The sample is empty.");
        }
    }
}
