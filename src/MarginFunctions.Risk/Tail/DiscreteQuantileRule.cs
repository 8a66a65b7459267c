namespace MarginFunctions.Risk.Tail;

/// <summary>Rules that read one observation: the rank is the index rounded up, or to the nearest.</summary>
/// <remarks>
/// Expected shortfall integrates a step function. Step <c>i</c> ends at probability <c>i/N</c> when the index is rounded up and at <c>(i + ½)/N</c> when to the nearest, so the
/// first step is longer by the half and the last is cut off at the level.
/// </remarks>
internal sealed class DiscreteQuantileRule(string name, int sampleCorrection, bool nearest) : QuantileRule(name)
{
    private protected override RankWeights QuantileWeightsOf(decimal level, int count, TailExtrapolation extrapolation) =>
        new(Rank(level, count, extrapolation), [1]);

    private protected override RankWeights ExpectedShortfallWeightsOf(decimal level, int count, TailExtrapolation extrapolation)
    {
        var tail = level * (count + sampleCorrection);
        var rank = Rank(level, count, extrapolation);
        var shift = nearest ? 0.5m : 0;
        var weights = new double[rank];
        Array.Fill(weights, (double)(1 / tail));
        if (rank == 1)
        {
            weights[0] = 1;
        }
        else
        {
            weights[0] = (double)((1 + shift) / tail);
            weights[rank - 1] = (double)((tail - (rank - 1) - shift) / tail);
        }

        return new RankWeights(1, weights);
    }

    private int Rank(decimal level, int count, TailExtrapolation extrapolation)
    {
        var index = level * (count + sampleCorrection);
        return (int)Within(nearest ? decimal.Floor(index + 0.5m) : decimal.Ceiling(index), level, count, extrapolation);
    }
}
