namespace MarginFunctions.Risk.Tail;

/// <summary>Value at risk and expected shortfall from a history, oldest scenario first, in which older scenarios count for less.</summary>
/// <remarks>
/// The <c>i</c>-th newest of <c>n</c> scenarios has weight <c>λ^(i−1)·(1 − λ)/(1 − λⁿ)</c>: the hybrid approach of Boudoukh, Richardson and Whitelaw, "The Best of Both
/// Worlds", Risk 11(5), May 1998. At <c>λ = 1</c> every weight is <c>1/n</c>. <c>VaR = −q(p)</c> and <c>ES = −(1/p)·∫₀ᵖ q(u) du</c> with <c>p = 1 − c</c> and the weighted
/// quantile <c>q</c>; a loss is positive.
/// </remarks>
public sealed class AgeWeightedTail : ScenarioTail
{
    // Weights of n scenarios are summed with an error below n·2⁻⁵³; a level that is met up to this part of itself counts as met.
    private const double Met = 1 - 1e-12;

    private readonly double[] weights;
    private readonly double probability;

    /// <summary>Prepares a measure.</summary>
    /// <param name="level">The confidence level <c>c</c>.</param>
    /// <param name="decay">λ, above 0 and at most 1.</param>
    /// <param name="rule">How the quantile is read.</param>
    /// <param name="scenarios">How many profits every sample has.</param>
    /// <param name="extrapolation">Whether a history with <c>n·(1 − c) &lt; 1</c> is refused, or measured with its worst scenario standing for what is beyond it.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ out of range, no scenarios, or too few for the level.</exception>
    public AgeWeightedTail(
        ConfidenceLevel level, double decay, AgeWeightedRule rule, int scenarios, TailExtrapolation extrapolation = TailExtrapolation.Refuse)
        : base(level, scenarios, extrapolation)
    {
        if (!(decay > 0 && decay <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, $"The decay is {decay}; it lies above 0 and is at most 1.");
        }

        Decay = decay;
        Rule = rule;
        probability = (double)level.TailProbability;
        weights = WeightsOf(decay, scenarios);
    }

    /// <summary>λ.</summary>
    public double Decay { get; }

    /// <summary>How the quantile is read.</summary>
    public AgeWeightedRule Rule { get; }

    /// <summary>The weights, oldest scenario first as in the samples; they sum to 1 up to rounding.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <inheritdoc/>
    public override TailMeasure Measure(ReadOnlySpan<double> profits)
    {
        var (atRisk, shortfall) = (0.0, 0.0);
        foreach (var scenario in Evidence(profits))
        {
            atRisk += scenario.ValueAtRiskWeight * scenario.Profit;
            shortfall += scenario.ExpectedShortfallWeight * scenario.Profit;
        }

        return new TailMeasure(0 - atRisk, 0 - shortfall);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TailScenario> Evidence(ReadOnlySpan<double> profits)
    {
        ThrowIfOtherCount(profits);
        var values = new double[profits.Length];
        var places = new int[profits.Length];
        WorstScenarios.Select(profits, values, places);
        return Rule == AgeWeightedRule.IndexAbove ? Stepwise(values, places) : Interpolated(values, places);
    }

    private static double[] WeightsOf(double decay, int count)
    {
        // Divided by their own sum, which is (1 − λⁿ)/(1 − λ) without the cancellation near λ = 1.
        var weights = new double[count];
        var (power, sum) = (1.0, 0.0);
        for (var n = count - 1; n >= 0; n--)
        {
            weights[n] = power;
            sum += power;
            power *= decay;
        }

        for (var n = 0; n < count; n++)
        {
            weights[n] /= sum;
        }

        return weights;
    }

    private TailScenario[] Stepwise(double[] values, int[] places)
    {
        var (reached, last) = (0.0, 0);
        while (last < values.Length - 1 && reached + weights[places[last]] < probability * Met)
        {
            reached += weights[places[last++]];
        }

        var tail = new TailScenario[last + 1];
        for (var n = 0; n < last; n++)
        {
            tail[n] = new TailScenario(places[n], values[n], 0, weights[places[n]] / probability);
        }

        tail[last] = new TailScenario(places[last], values[last], 1, (probability - reached) / probability);
        return tail;
    }

    private TailScenario[] Interpolated(double[] values, int[] places)
    {
        var reached = weights[places[0]];
        if (values.Length == 1 || reached >= probability * Met)
        {
            return [new TailScenario(places[0], values[0], 1, 1)];
        }

        // The line from one observation to the next, over the weight of the second, leaves half of that weight at either end; the last is cut off at the level.
        var shares = new double[values.Length];
        shares[0] = reached;
        var last = 1;
        while (last < values.Length - 1 && reached + weights[places[last]] < probability * Met)
        {
            shares[last - 1] += 0.5 * weights[places[last]];
            shares[last] = 0.5 * weights[places[last]];
            reached += weights[places[last++]];
        }

        var part = Math.Min(1, (probability - reached) / weights[places[last]]);
        shares[last - 1] += (probability - reached) * (1 - 0.5 * part);
        shares[last] = (probability - reached) * 0.5 * part;

        var tail = new TailScenario[last + 1];
        for (var n = 0; n <= last; n++)
        {
            var atRisk = n == last ? part : n == last - 1 ? 1 - part : 0;
            tail[n] = new TailScenario(places[n], values[n], atRisk, shares[n] / probability);
        }

        return tail;
    }
}
