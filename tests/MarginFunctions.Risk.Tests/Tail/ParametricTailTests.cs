using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class ParametricTailTests
{
    // VaR: quantiles of every textbook's table. ES: φ(z)/p, here from 80-digit arithmetic (Python decimal, Newton on the series of Φ).
    [Theory]
    [InlineData(0.95, 1.6448536269514722, 2.0627128075074257)]
    [InlineData(0.975, 1.9599639845400542, 2.3378027922014144)]
    [InlineData(0.99, 2.3263478740408411, 2.6652142203458048)]
    public void Standard_normal_profits(decimal level, double atRisk, double shortfall)
    {
        var measure = ParametricTail.Normal(0, 1, new(level));
        Samples.AssertClose(atRisk, measure.ValueAtRisk, 1e-14);
        Samples.AssertClose(shortfall, measure.ExpectedShortfall, 1e-14);
    }

    // −z* with z = Φ⁻¹(p), and Simpson's rule with 20,000 steps over the quantile, both in 30 digits and more (Python decimal).
    [Theory]
    [InlineData(-0.5, 1.5, 0.99, 2.9506028995496656, 3.7349911470000067)]
    [InlineData(0.3, 0.8, 0.95, 1.5417414125165184, 1.9875909726007437)]
    [InlineData(-0.8, 2, 0.975, 2.3827778523190739, 3.2245532300880745)]
    public void Skewed_and_fat_tailed_profits(double skewness, double kurtosis, decimal level, double atRisk, double shortfall)
    {
        var measure = ParametricTail.CornishFisher(new ProfitMoments(0, 1, skewness, kurtosis), new(level));
        Samples.AssertClose(atRisk, measure.ValueAtRisk, 1e-13);
        Samples.AssertClose(shortfall, measure.ExpectedShortfall, 1e-12);
    }

    [Fact]
    public void At_97_5_percent_the_coefficients_are_those_published_for_packaged_products()
    {
        // z* = −1.96 + 0.474·S − 0.0687·K + 0.146·S²: riskconcile.com/wp-content/uploads/2023/06/cornish_fisher_2.html, on the PRIIPs rules of March 2016. The page prints the last
        // sign as minus, against its own formula a line above: −(2z³ − 5z)/36 at z = −1.96 is +0.146.
        ConfidenceLevel level = new(0.975m);
        var normal = Modified(0, 0);
        Samples.AssertClose(1.96, normal, 5e-4);
        Samples.AssertClose(0.0687, (Modified(0, 0.001) - normal) / 0.001, 5e-5);
        var (skewed, mirrored) = (Modified(0.3, 1), Modified(-0.3, 1));
        Samples.AssertClose(0.474, (mirrored - skewed) / 0.6, 5e-4);
        Samples.AssertClose(-0.146, ((mirrored + skewed) / 2 - Modified(0, 1)) / 0.09, 5e-4);

        double Modified(double skewness, double kurtosis) => ParametricTail.CornishFisher(new ProfitMoments(0, 1, skewness, kurtosis), level).ValueAtRisk;
    }

    [Theory]
    [InlineData("the normal distribution", 0, 0, true)]
    [InlineData("kurtosis 8 is the most without skewness: 1 − K/8 ≥ 0", 0, 8, true)]
    [InlineData("a little more is not", 0, 8.001, false)]
    [InlineData("thin tails", 0, -0.01, false)]
    [InlineData("skewness needs kurtosis", -0.5, 0.2, false)]
    [InlineData("with enough of it", -0.5, 1.5, true)]
    [InlineData("Maillard's largest skewness, 6·(√2 − 1) = 2.485, at most", 2.49, 12, false)]
    [InlineData("no number", double.NaN, 1, false)]
    public void The_domain_is_where_the_quantile_rises(string rule, double skewness, double kurtosis, bool inside) =>
        Assert.True(inside == ParametricTail.IsInDomain(skewness, kurtosis), rule);

    [Fact]
    public void Inside_the_domain_and_only_there_the_quantile_rises_on_a_fine_grid() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (s, k) = (random.NextDouble() * 6 - 3, random.NextDouble() * 20 - 2);
        var rises = true;
        for (var z = -60.0; z <= 60; z += 0.01)
        {
            rises &= 1 + z * s / 3 + (3 * z * z - 3) * k / 24 - (6 * z * z - 5) * s * s / 36 >= -1e-4;
        }

        if (Math.Abs(s * s / 9 - 4 * (k / 8 - s * s / 6) * (1 - k / 8 + 5 * s * s / 36)) > 0.02)
        {
            Assert.Equal(rises, ParametricTail.IsInDomain(s, k));
        }
    }, count: 200);

    [Fact]
    public void Outside_the_domain_the_moments_are_refused_by_value()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>("moments", () => ParametricTail.CornishFisher(new ProfitMoments(0, 1, -2, 1), Samples.NinetyNine));
        Assert.StartsWith("Skewness -2 with excess kurtosis 1 is outside the domain of the Cornish-Fisher expansion", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_are_translated_scaled_and_in_order() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (s, k) = (random.NextDouble() - 0.5, 1 + random.NextDouble() * 3);
        var level = Samples.Level(random);
        var (mean, deviation) = (random.NextDouble() * 100 - 50, random.NextDouble() * 100);
        var unit = ParametricTail.CornishFisher(new ProfitMoments(0, 1, s, k), level);
        var measure = ParametricTail.CornishFisher(new ProfitMoments(mean, deviation, s, k), level);
        Samples.AssertClose(deviation * unit.ValueAtRisk - mean, measure.ValueAtRisk);
        Samples.AssertClose(deviation * unit.ExpectedShortfall - mean, measure.ExpectedShortfall);
        Assert.True(measure.ExpectedShortfall >= measure.ValueAtRisk - 1e-9);
        Assert.Equal(ParametricTail.Normal(mean, deviation, level), ParametricTail.CornishFisher(new ProfitMoments(mean, deviation, 0, 0), level));
    });

    [Fact]
    public void Moments_of_a_sample_written_out()
    {
        // Mean 5; squares 9 1 1 1 0 0 4 16 = 32; cubes −27 −1 −1 −1 0 0 8 64 = 42; fourth powers 81 1 1 1 0 0 16 256 = 356.
        var moments = ProfitMoments.Of([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal(5, moments.Mean);
        Samples.AssertClose(Math.Sqrt(32 / 7.0), moments.StandardDeviation, 1e-15);
        Samples.AssertClose(42 / 8.0 / 8, moments.Skewness, 1e-15); // m₂ = 4, to the power 1.5 is 8
        Samples.AssertClose(356 / 8.0 / 16 - 3, moments.ExcessKurtosis, 1e-15);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(-900)]
    [InlineData(-1060)]
    public void Moments_do_not_depend_on_the_unit_of_account_however_large_or_small(int exponent)
    {
        double[] profits = [2, 4, 4, 4, 5, 5, 7, 9];
        var (moments, scaled) = (ProfitMoments.Of(profits), ProfitMoments.Of([.. profits.Select(profit => Math.ScaleB(profit, exponent))]));
        Assert.Equal((moments.Skewness, moments.ExcessKurtosis), (scaled.Skewness, scaled.ExcessKurtosis));
        Assert.Equal((Math.ScaleB(moments.Mean, exponent), Math.ScaleB(moments.StandardDeviation, exponent)), (scaled.Mean, scaled.StandardDeviation));
    }
}
