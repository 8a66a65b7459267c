namespace MarginFunctions.Risk.Tail;

/// <summary>Rules that interpolate: observation <c>i</c> stands at probability <c>(i − shift)/N</c>, linear in between, flat outside.</summary>
/// <remarks>Expected shortfall integrates that line: half of each full step goes to either end, and the last step, of part <c>u</c>, gives <c>u − u²/2</c> and <c>u²/2</c>.</remarks>
internal sealed class InterpolatedQuantileRule(string name, int sampleCorrection, decimal shift) : QuantileRule(name)
{
    private protected override RankWeights QuantileWeightsOf(decimal level, int count, TailExtrapolation extrapolation)
    {
        var index = Within(level * (count + sampleCorrection) + shift, level, count, extrapolation);
        var lower = (int)decimal.Floor(index);
        var part = index - lower;
        return part == 0 ? new RankWeights(lower, [1]) : new RankWeights(lower, [(double)(1 - part), (double)part]);
    }

    private protected override RankWeights ExpectedShortfallWeightsOf(decimal level, int count, TailExtrapolation extrapolation)
    {
        var tail = level * (count + sampleCorrection);
        var index = Within(tail + shift, level, count, extrapolation);
        var lower = (int)decimal.Floor(index);
        var part = index - lower;

        // In steps of one N-th: what is below the first observation, then half a step to either side, then the part of a step up to the level, then what is above the last.
        var steps = new decimal[part == 0 ? lower : lower + 1];
        steps[0] = Math.Min(tail + shift, 1) - shift;
        for (var n = 1; n < lower; n++)
        {
            steps[n - 1] += 0.5m;
            steps[n] += 0.5m;
        }

        if (part > 0)
        {
            steps[lower - 1] += part - part * part / 2;
            steps[lower] += part * part / 2;
        }

        steps[^1] += Math.Max(0, tail + shift - count);
        return new RankWeights(1, Array.ConvertAll(steps, step => (double)(step / tail)));
    }
}
