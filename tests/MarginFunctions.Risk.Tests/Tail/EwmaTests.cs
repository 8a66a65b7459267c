using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class EwmaTests
{
    // Hull's example: λ 0.95, volatilities 1 % and 2 %, correlation 0.6, then returns of 0.5 % and 2.5 %. Quoted with its first line, 0.00009625, as example 6.1 at
    // learn.bionicturtle.com/forum/threads/correlations-and-copulas-ch-11-hull.8389; the other lines are the same sum.
    [Fact]
    public void An_update_written_out()
    {
        var next = EwmaCovariance.From(0.95, [0.0001, 0.00012, 0.00012, 0.0004], 2).Update([0.005, 0.025]);
        Samples.AssertClose(0.00009625, next.Covariance(0, 0), 1e-18);
        Samples.AssertClose(0.00041125, next.Covariance(1, 1), 1e-18); // 0.95·0.0004 + 0.05·0.025²
        Samples.AssertClose(0.00012025, next.Covariance(0, 1), 1e-18); // 0.95·0.00012 + 0.05·0.005·0.025
        Samples.AssertClose(0.00012025 / Math.Sqrt(0.00009625 * 0.00041125), next.Correlation(1, 0), 1e-14);
        Samples.AssertClose(0.00009625, new EwmaVolatility(0.95, 0.0001).Update(0.005).Variance, 1e-18);
    }

    [Fact]
    public void An_estimate_is_the_weighted_sum_of_all_squares() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var returns = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.NextDouble() - 0.5).ToArray();
        var decay = 0.5 + 0.49 * random.NextDouble();
        var expected = 0.01 * Math.Pow(decay, returns.Length);
        for (var age = 0; age < returns.Length; age++)
        {
            expected += (1 - decay) * Math.Pow(decay, age) * Math.Pow(returns[^(age + 1)], 2);
        }

        Samples.AssertClose(expected, returns.Aggregate(new EwmaVolatility(decay, 0.01), (estimate, next) => estimate.Update(next)).Variance, 1e-14);
    });

    [Fact]
    public void The_diagonal_of_a_covariance_is_the_volatility_and_correlations_stay_correlations() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (matrix, size) = CholeskyFactorTests.RandomCovariance(random, random.Next(1, 6));
        var joint = EwmaCovariance.From(0.94, matrix, size);
        var single = Enumerable.Range(0, size).Select(n => new EwmaVolatility(0.94, matrix[n * (size + 1)])).ToArray();
        for (var day = 0; day < 20; day++)
        {
            var returns = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray();
            joint = joint.Update(returns);
            single = single.Select((estimate, n) => estimate.Update(returns[n])).ToArray();
        }

        for (var n = 0; n < size * size; n++)
        {
            Assert.InRange(joint.Correlation(n / size, n % size), -1 - 1e-12, 1 + 1e-12);
            Assert.Equal(joint.Covariance(n / size, n % size), joint.Covariance(n % size, n / size));
        }

        Assert.Equal(single.Select(estimate => estimate.Volatility), Enumerable.Range(0, size).Select(joint.Volatility));
        _ = CholeskyFactor.Of(joint.Matrix, size);
    }, count: 200);

    [Fact]
    public void A_start_from_returns_is_their_mean_square() => Samples.AssertClose(0.0005, EwmaVolatility.FromReturns(0.94, [0.01, -0.03, 0, 0.0316227766016838]).Variance, 1e-15);

    [Fact]
    public void A_filtered_return_keeps_its_size_in_standard_deviations()
    {
        // Variances before the returns: 0.0004, then 0.9·0.0004 + 0.1·0.0009 = 0.00045, and 0.9·0.00045 + 0.1·0.0001 = 0.000415 now.
        var scaled = new double[2];
        var now = VolatilityFilter.Rescale([0.03, -0.01], new EwmaVolatility(0.9, 0.0004), scaled);
        Samples.AssertClose(0.000415, now.Variance, 1e-18);
        Samples.AssertClose(0.03 * Math.Sqrt(0.000415 / 0.0004), scaled[0], 1e-16);
        Samples.AssertClose(-0.01 * Math.Sqrt(0.000415 / 0.00045), scaled[1], 1e-16);
    }

    [Fact]
    public void Filtered_returns_are_as_large_as_todays_volatility_in_place_too() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var returns = Enumerable.Range(0, random.Next(1, 100)).Select(_ => random.NextDouble() - 0.5).ToArray();
        var before = new EwmaVolatility(0.94, 0.01);
        var scaled = new double[returns.Length];
        var now = VolatilityFilter.Rescale(returns, before, scaled);
        var then = before;
        for (var n = 0; n < returns.Length; n++)
        {
            Samples.AssertClose(returns[n] / then.Volatility, scaled[n] / now.Volatility, 1e-13);
            then = then.Update(returns[n]);
        }

        Assert.Equal(then, now);
        VolatilityFilter.Rescale(returns, before, returns);
        Assert.Equal(scaled, returns);
    });

    [Fact]
    public void Filtering_raises_risk_after_calm_turns_to_storm()
    {
        // 200 calm days and 50 five times as volatile: the plain history sees mostly calm.
        var random = new Random(9);
        var returns = Enumerable.Range(0, 250).Select(n => (random.NextDouble() - 0.5) * (n < 200 ? 0.02 : 0.1)).ToArray();
        var scaled = new double[250];
        VolatilityFilter.Rescale(returns, EwmaVolatility.FromReturns(0.94, returns.AsSpan(0, 20)), scaled);
        var tail = new HistoricalTail(new(0.95m), QuantileRule.IndexAbove, 250);
        Assert.True(tail.Measure(scaled).ExpectedShortfall > 1.1 * tail.Measure(returns).ExpectedShortfall);
    }
}
