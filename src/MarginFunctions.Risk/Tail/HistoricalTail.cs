namespace MarginFunctions.Risk.Tail;

/// <summary>Value at risk and expected shortfall from equally weighted scenario profits, in any order.</summary>
/// <remarks>
/// <para>
/// With tail probability <c>p = 1 − c</c> and the rule's quantile <c>q</c> of the profits: <c>VaR = −q(p)</c> and <c>ES = −(1/p)·∫₀ᵖ q(u) du</c>. A loss is positive. The
/// tail of the profits is read, not that of the losses, so at a whole <c>p·n</c> <see cref="QuantileRule.IndexAbove"/> gives the greater of the two losses it could.
/// </para>
/// <para>Weights are worked out once; measuring allocates nothing for tails of up to 256 scenarios. Safe for concurrent use.</para>
/// </remarks>
public sealed class HistoricalTail : ScenarioTail
{
    private const int OnStack = 256;

    private readonly RankWeights valueAtRisk;
    private readonly RankWeights expectedShortfall;

    /// <summary>Prepares a measure.</summary>
    /// <param name="level">The confidence level <c>c</c>.</param>
    /// <param name="rule">The quantile rule.</param>
    /// <param name="scenarios">How many profits every sample has.</param>
    /// <param name="extrapolation">Whether a sample that is too short is refused; the rule's index must then lie inside the sample as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">No scenarios, or too few for the level.</exception>
    public HistoricalTail(ConfidenceLevel level, QuantileRule rule, int scenarios, TailExtrapolation extrapolation = TailExtrapolation.Refuse)
        : base(level, scenarios, extrapolation)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Rule = rule;
        valueAtRisk = rule.QuantileWeights(level.TailProbability, scenarios, extrapolation);
        expectedShortfall = rule.ExpectedShortfallWeights(level.TailProbability, scenarios, extrapolation);
    }

    /// <summary>The quantile rule.</summary>
    public QuantileRule Rule { get; }

    /// <inheritdoc/>
    public override TailMeasure Measure(ReadOnlySpan<double> profits)
    {
        var tail = expectedShortfall.LastRank;
        return Measure(profits, tail <= OnStack ? stackalloc double[tail] : new double[tail]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TailScenario> Evidence(ReadOnlySpan<double> profits)
    {
        ThrowIfOtherCount(profits);
        var values = new double[expectedShortfall.LastRank];
        var places = new int[values.Length];
        WorstScenarios.Select(profits, values, places);
        var evidence = new TailScenario[values.Length];
        for (var n = 0; n < evidence.Length; n++)
        {
            var rank = n + 1;
            var atRisk = rank >= valueAtRisk.FirstRank && rank <= valueAtRisk.LastRank ? valueAtRisk.Weights[rank - valueAtRisk.FirstRank] : 0;
            evidence[n] = new TailScenario(places[n], values[n], atRisk, expectedShortfall.Weights[n]);
        }

        return evidence;
    }

    private TailMeasure Measure(ReadOnlySpan<double> profits, Span<double> values)
    {
        ThrowIfOtherCount(profits);
        WorstScenarios.SelectValues(profits, values);
        return new TailMeasure(0 - valueAtRisk.Apply(values), 0 - expectedShortfall.Apply(values));
    }
}
