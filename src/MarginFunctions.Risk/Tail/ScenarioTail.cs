namespace MarginFunctions.Risk.Tail;

/// <summary>A measure of a tail that is a weighted sum over a few scenarios, chosen by rank.</summary>
public abstract class ScenarioTail
{
    private protected ScenarioTail(ConfidenceLevel level, int scenarios, TailExtrapolation extrapolation)
    {
        if (scenarios < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(scenarios), scenarios, "There are no scenarios.");
        }

        if (extrapolation == TailExtrapolation.Refuse && scenarios * level.TailProbability < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(scenarios), scenarios, $"{scenarios} scenarios are too few for level {level.Value}; at least {decimal.Ceiling(1 / level.TailProbability)} are needed.");
        }

        Level = level;
        Scenarios = scenarios;
        Extrapolation = extrapolation;
    }

    /// <summary>The confidence level <c>c</c>.</summary>
    public ConfidenceLevel Level { get; }

    /// <summary>How many profits a sample has.</summary>
    public int Scenarios { get; }

    /// <summary>
    /// <see cref="TailExtrapolation.Refuse"/>: at least one whole scenario in the tail, <c>n·(1 − c) ≥ 1</c>. <see cref="TailExtrapolation.Flat"/>: a sample that is too short is
    /// measured by its worst scenario.
    /// </summary>
    public TailExtrapolation Extrapolation { get; }

    /// <summary>Measures a sample.</summary>
    /// <param name="profits">One finite profit a scenario; a loss is negative.</param>
    /// <exception cref="ArgumentException">Another number of profits than <see cref="Scenarios"/>, or a profit that is not finite; the message names the scenario.</exception>
    public abstract TailMeasure Measure(ReadOnlySpan<double> profits);

    /// <summary>The scenarios that make up the measure, greatest loss first. <c>−Σ weight·profit</c>, in this order, is the measure to the bit.</summary>
    /// <param name="profits">As for <see cref="Measure"/>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Measure"/>.</exception>
    public abstract IReadOnlyList<TailScenario> Evidence(ReadOnlySpan<double> profits);

    private protected void ThrowIfOtherCount(ReadOnlySpan<double> profits)
    {
        if (profits.Length != Scenarios)
        {
            throw new ArgumentException($"{profits.Length} profits were given for {Scenarios} scenarios.", nameof(profits));
        }
    }
}
