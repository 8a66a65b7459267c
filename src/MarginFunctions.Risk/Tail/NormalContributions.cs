namespace MarginFunctions.Risk.Tail;

/// <summary>Normal value at risk and expected shortfall of a portfolio, divided among its positions.</summary>
/// <remarks>
/// With means <c>μᵢ</c>, covariances <c>cᵢ</c> of a position's profit with the portfolio's (divisor <c>n − 1</c>), <c>σ² = Σ cᵢ</c>, <c>p = 1 − c</c> and <c>z = Φ⁻¹(p)</c>, the
/// components are <c>−(μᵢ + z·cᵢ/σ)</c> and <c>−μᵢ + φ(z)/p·cᵢ/σ</c>: derivatives by position size, which sum to <see cref="ParametricTail.Normal"/>. At <c>σ = 0</c> they are
/// <c>−μᵢ</c>. Source: Tasche, "Risk contributions and performance measurement", TU München, 1999.
/// </remarks>
internal static class NormalContributions
{
    public static TailContributions Of(PositionProfits profits, ConfidenceLevel level)
    {
        if (profits.Scenarios < 2)
        {
            throw new ArgumentException("One scenario has no variance; a normal measure needs at least 2.", nameof(profits));
        }

        var portfolio = profits.Portfolio();
        var (mean, deviation) = Moments(portfolio);
        var measure = ParametricTail.Normal(mean, deviation, level);
        var unit = ParametricTail.Normal(0, 1, level);
        var positions = new PositionContribution[profits.Positions];
        for (var n = 0; n < positions.Length; n++)
        {
            var (own, slope) = (Mean(profits[n]), deviation > 0 ? Covariance(profits[n], portfolio) / deviation : 0);
            var (meanWithout, deviationWithout) = Moments(profits.SumWithout(n));
            var without = ParametricTail.Normal(meanWithout, deviationWithout, level);
            positions[n] = new PositionContribution(
                slope * unit.ValueAtRisk - own,
                slope * unit.ExpectedShortfall - own,
                measure.ValueAtRisk - without.ValueAtRisk,
                measure.ExpectedShortfall - without.ExpectedShortfall);
        }

        return TailContributions.WithoutEvidence(measure, positions);
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> profits) => (Mean(profits), Math.Sqrt(Covariance(profits, profits)));

    private static double Mean(ReadOnlySpan<double> profits)
    {
        var sum = 0.0;
        foreach (var profit in profits)
        {
            sum += profit;
        }

        return sum / profits.Length;
    }

    private static double Covariance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var (meanOfOne, meanOfOther, sum) = (Mean(one), Mean(other), 0.0);
        for (var n = 0; n < one.Length; n++)
        {
            sum += (one[n] - meanOfOne) * (other[n] - meanOfOther);
        }

        return sum / (one.Length - 1);
    }
}
