using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class JointReturnsTests
{
    private const int Many = 200_000;

    // Volatilities 2 % and 3 %, correlation 0.6.
    private static readonly CholeskyFactor Covariance = CholeskyFactor.Of([0.0004, 0.00036, 0.00036, 0.0009], 2);

    private static readonly double[] NormalReturns = Drawn(JointReturns.Normal(Covariance, 42));

    private static readonly double[] FatReturns = Drawn(JointReturns.StudentT(Covariance, 42, 5));

    [Fact]
    public void The_covariance_is_the_one_given() => Assert.Multiple(
        () => AssertCovariance(NormalReturns, 0.01),
        () => AssertCovariance(FatReturns, 0.03)); // fourth moments are large: 9 instead of 3

    [Fact]
    public void Normal_tails_are_normal()
    {
        // One in a hundred below −2.326 standard deviations; the standard error of the share is √(0.01·0.99/200,000) = 0.00022.
        Assert.Equal(0.01, Share(NormalReturns, 0, -2.3263478740408411 * 0.02), 4 * 0.00022);
        Assert.Equal(0.01, Share(NormalReturns, 1, -2.3263478740408411 * 0.03), 4 * 0.00022);
    }

    [Fact]
    public void Student_t_tails_are_those_of_its_table()
    {
        // t(5) has its 1 % and 0.1 % points at −3.365 and −5.893 (any table); its variance is 5/3.
        Assert.Equal(0.01, Share(FatReturns, 0, -3.364930 * 0.02 * Math.Sqrt(0.6)), 4 * 0.00022);
        Assert.Equal(0.001, Share(FatReturns, 1, -5.893430 * 0.03 * Math.Sqrt(0.6)), 4 * 0.00007);
    }

    [Fact]
    public void Student_t_returns_fall_together_more_often_than_normal_ones()
    {
        static double Both(double[] returns) => Enumerable.Range(0, Many).Count(n => returns[2 * n] < -0.06 && returns[2 * n + 1] < -0.09) / (double)Many;
        Assert.True(Both(FatReturns) > 3 * Both(NormalReturns));
    }

    [Fact]
    public void Value_at_risk_of_simulated_normal_returns_is_the_parametric_one()
    {
        var profits = Enumerable.Range(0, Many).Select(n => 1_000 * (NormalReturns[2 * n] + NormalReturns[2 * n + 1])).ToArray();
        var simulated = new HistoricalTail(Samples.NinetyNine, QuantileRule.MidwayInterpolation, Many).Measure(profits);
        var parametric = ParametricTail.Normal(0, 1_000 * Math.Sqrt(0.0004 + 2 * 0.00036 + 0.0009), Samples.NinetyNine);
        Assert.Equal(parametric.ValueAtRisk, simulated.ValueAtRisk, 0.01 * parametric.ValueAtRisk);
        Assert.Equal(parametric.ExpectedShortfall, simulated.ExpectedShortfall, 0.01 * parametric.ExpectedShortfall);
    }

    [Fact]
    public void A_scenario_is_the_same_alone_in_any_chunk_and_on_any_thread()
    {
        foreach (var returns in new[] { JointReturns.Normal(Covariance, 7), JointReturns.StudentT(Covariance, 7, 3.5) })
        {
            var whole = new double[2 * 3_000];
            returns.Fill(0, whole);
            foreach (var (chunk, threads) in new[] { (1, 1), (7, 2), (64, 8), (1_000, 3) })
            {
                var parts = new double[whole.Length];
                Parallel.For(0, (3_000 + chunk - 1) / chunk, new ParallelOptions { MaxDegreeOfParallelism = threads }, n =>
                {
                    var (from, to) = (n * chunk, Math.Min(3_000, (n + 1) * chunk));
                    returns.Fill(from, parts.AsSpan(2 * from, 2 * (to - from)));
                });
                Assert.Equal(MemoryMarshal.AsBytes(whole.AsSpan()), MemoryMarshal.AsBytes(parts.AsSpan()));
            }
        }
    }

    [Fact]
    public void Scenarios_and_seeds_differ()
    {
        double First(ulong seed, long scenario)
        {
            var drawn = new double[2];
            JointReturns.Normal(Covariance, seed).Fill(scenario, drawn);
            return drawn[0];
        }

        // The upper halves of seed and scenario count too.
        var draws = new[] { First(1, 0), First(2, 0), First(1, 1), First(1UL << 40, 0), First(1, 1L << 40) };
        Assert.Equal(5, draws.Distinct().Count());
    }

    [Fact]
    public void The_bits_are_pinned()
    {
        // Replay needs the same scenarios on every machine and in every version; SameBitsEverywhereTests has other processes.
        var returns = new double[2 * 1_000];
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        JointReturns.Normal(Covariance, 42).Fill(0, returns);
        hash.AppendData(MemoryMarshal.AsBytes(returns.AsSpan()));
        JointReturns.StudentT(Covariance, 42, 5).Fill(0, returns);
        hash.AppendData(MemoryMarshal.AsBytes(returns.AsSpan()));
        Assert.Equal("351f52a01a7fd5ba79dacfb5ac546d74423b686c06a3624b700934a28e120654", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void A_factor_of_higher_dimension_keeps_its_correlations()
    {
        var (matrix, size) = CholeskyFactorTests.RandomCovariance(new Random(3), 5);
        var returns = new double[40_000 * size];
        JointReturns.Normal(CholeskyFactor.Of(matrix, size), 11).Fill(0, returns);
        for (var n = 0; n < matrix.Length; n++)
        {
            var sum = 0.0;
            for (var i = 0; i < 40_000; i++)
            {
                sum += returns[i * size + n / size] * returns[i * size + n % size];
            }

            Samples.AssertClose(matrix[n], sum / 40_000, 0.03 * Math.Sqrt(matrix[n / size * (size + 1)] * matrix[n % size * (size + 1)]));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Degrees_of_freedom_without_a_covariance_are_refused(double nu)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>("degreesOfFreedom", () => JointReturns.StudentT(Covariance, 1, nu));
        Assert.StartsWith($"The degrees of freedom are {nu}; they are finite and above 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_ends_within_a_scenario_and_a_negative_scenario_are_refused()
    {
        var returns = JointReturns.Normal(Covariance, 1);
        Assert.StartsWith("The destination holds 3 returns; a scenario has 2.", Assert.Throws<ArgumentException>(() => returns.Fill(0, new double[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("first", () => returns.Fill(-1, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>("first", () => returns.Fill(long.MaxValue - 1, new double[4]));
    }

    private static double[] Drawn(JointReturns returns)
    {
        var drawn = new double[2 * Many];
        returns.Fill(0, drawn);
        return drawn;
    }

    private static double Share(double[] returns, int column, double below) => Enumerable.Range(0, Many).Count(n => returns[2 * n + column] < below) / (double)Many;

    private static void AssertCovariance(double[] returns, double tolerance)
    {
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var n = 0; n < Many; n++)
        {
            xx += returns[2 * n] * returns[2 * n] / Many;
            xy += returns[2 * n] * returns[2 * n + 1] / Many;
            yy += returns[2 * n + 1] * returns[2 * n + 1] / Many;
        }

        Samples.AssertClose(0.0004, xx, 0.0004 * tolerance);
        Samples.AssertClose(0.00036, xy, 0.0006 * tolerance);
        Samples.AssertClose(0.0009, yy, 0.0009 * tolerance);
    }
}
