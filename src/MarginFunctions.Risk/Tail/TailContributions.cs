namespace MarginFunctions.Risk.Tail;

/// <summary>A portfolio's tail, divided among its positions.</summary>
/// <remarks>
/// <para>
/// Both measures are homogeneous of degree one, so by Euler's theorem each is the sum of the derivatives by position size: the component of position <c>i</c> is
/// <c>−Σₛ wₛ·profitᵢ(s)</c> over the scenarios of <see cref="Evidence"/> with the portfolio's weights <c>w</c>. Where portfolio profits tie the derivative is not unique; the
/// lower scenario number comes first. Source: Tasche, "Risk contributions and performance measurement", TU München, 1999.
/// </para>
/// <para>
/// Components sum to the measure up to rounding: with <c>k</c> scenarios of evidence and <c>P</c> positions the difference is at most <c>2·(k + P)·2⁻⁵²·Σᵢ Σₛ wₛ·|profitᵢ(s)|</c>.
/// Increments are differences of two measures and sum to nothing in particular.
/// </para>
/// </remarks>
public sealed class TailContributions
{
    private TailContributions(TailMeasure portfolio, IReadOnlyList<PositionContribution> positions, IReadOnlyList<TailScenario> evidence)
    {
        Portfolio = portfolio;
        Positions = positions;
        Evidence = evidence;
    }

    /// <summary>The portfolio's measures.</summary>
    public TailMeasure Portfolio { get; }

    /// <summary>One contribution a position, in the order of the matrix.</summary>
    public IReadOnlyList<PositionContribution> Positions { get; }

    /// <summary>The portfolio's tail, greatest loss first.</summary>
    public IReadOnlyList<TailScenario> Evidence { get; }

    /// <summary>Measures a portfolio and every portfolio with one position left out.</summary>
    /// <param name="profits">Profits of positions in scenarios.</param>
    /// <param name="tail">The measure.</param>
    /// <exception cref="ArgumentException">Another number of scenarios than the measure's, or a sum of profits that overflows.</exception>
    public static TailContributions Of(PositionProfits profits, ScenarioTail tail)
    {
        ArgumentNullException.ThrowIfNull(profits);
        ArgumentNullException.ThrowIfNull(tail);
        var portfolio = profits.Portfolio();
        var measure = tail.Measure(portfolio);
        var evidence = tail.Evidence(portfolio);
        var positions = new PositionContribution[profits.Positions];
        for (var n = 0; n < positions.Length; n++)
        {
            var without = tail.Measure(profits.SumWithout(n));
            var (atRisk, shortfall) = Component(profits[n], evidence);
            positions[n] = new PositionContribution(
                atRisk, shortfall, measure.ValueAtRisk - without.ValueAtRisk, measure.ExpectedShortfall - without.ExpectedShortfall);
        }

        return new TailContributions(measure, positions, evidence);
    }

    /// <summary>Contributions to a measure that no scenario alone is evidence of.</summary>
    internal static TailContributions WithoutEvidence(TailMeasure portfolio, IReadOnlyList<PositionContribution> positions) => new(portfolio, positions, []);

    private static (double AtRisk, double Shortfall) Component(ReadOnlySpan<double> profits, IReadOnlyList<TailScenario> evidence)
    {
        var (atRisk, shortfall) = (0.0, 0.0);
        foreach (var scenario in evidence)
        {
            atRisk += scenario.ValueAtRiskWeight * profits[scenario.Scenario];
            shortfall += scenario.ExpectedShortfallWeight * profits[scenario.Scenario];
        }

        return (0 - atRisk, 0 - shortfall);
    }
}
