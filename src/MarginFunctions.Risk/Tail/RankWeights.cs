namespace MarginFunctions.Risk.Tail;

/// <summary>A statistic of a sorted sample: weights on neighbouring ranks. The weights are not negative and sum to 1, up to rounding.</summary>
public sealed class RankWeights
{
    private readonly double[] weights;

    internal RankWeights(int firstRank, double[] weights)
    {
        FirstRank = firstRank;
        this.weights = weights;
    }

    /// <summary>The lowest rank with a weight; rank 1 is the smallest observation.</summary>
    public int FirstRank { get; }

    /// <summary>The highest rank with a weight.</summary>
    public int LastRank => FirstRank + weights.Length - 1;

    /// <summary>The weights of the ranks from <see cref="FirstRank"/> on.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary><c>Σ weight·observation</c>, summed from the lowest rank up, one rounding a product and one a sum.</summary>
    /// <param name="sorted">Observations from rank 1 on, ascending, at least up to <see cref="LastRank"/>.</param>
    /// <exception cref="ArgumentException">The span ends before <see cref="LastRank"/>.</exception>
    public double Apply(ReadOnlySpan<double> sorted)
    {
        if (sorted.Length < LastRank)
        {
            throw new ArgumentException($"{sorted.Length} observations were given; rank {LastRank} has a weight.", nameof(sorted));
        }

        var sum = 0.0;
        for (var n = 0; n < weights.Length; n++)
        {
            sum += weights[n] * sorted[FirstRank - 1 + n];
        }

        return sum;
    }
}
