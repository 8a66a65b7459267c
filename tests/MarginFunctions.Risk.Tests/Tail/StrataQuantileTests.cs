using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

/// <summary>The numbers of Strata's QuantileCalculationMethodTest, methods regression_test1 to 4, to its tolerance of 1e-10; the file is named at <see cref="StrataSamples"/>.</summary>
public sealed class StrataQuantileTests
{
    [Theory]
    [InlineData("SampleInterpolation", 0.935, 0.94105)]
    [InlineData("NearestIndex", 0.935, 0.9434)]
    [InlineData("SampleInterpolation", 0.764, 0.77722)]
    [InlineData("NearestIndex", 0.764, 0.7711)]
    [InlineData("SampleInterpolation", 0.95, 0.9532)]
    [InlineData("NearestIndex", 0.95, 0.9532)]
    [InlineData("SampleInterpolation", 0.9999, 0.994769)]
    [InlineData("NearestIndex", 0.9999, 0.9948)]
    [InlineData("SamplePlusOneInterpolation", 0.935, 0.947663)]
    [InlineData("SamplePlusOneNearestIndex", 0.935, 0.9434)]
    [InlineData("SamplePlusOneInterpolation", 0.764, 0.791238)]
    [InlineData("SamplePlusOneNearestIndex", 0.764, 0.7864)]
    [InlineData("SamplePlusOneInterpolation", 0.95, 0.953485)]
    [InlineData("SamplePlusOneNearestIndex", 0.95, 0.9535)]
    [InlineData("IndexAbove", 0.95, 0.9532)] // index_above_095_100: SORTED_100 at 95
    public void A_quantile_inside_the_sample_is_as_published(string rule, decimal level, double published)
    {
        Samples.AssertClose(published, Named(rule).Quantile(level, StrataSamples.Hundred, TailExtrapolation.Refuse), 1e-10);
        Samples.AssertClose(published, Named(rule).Quantile(level, StrataSamples.Hundred, TailExtrapolation.Flat), 1e-10);
    }

    [Theory]
    [InlineData("MidwayInterpolation", 0.935, 0.9434)]
    [InlineData("MidwayInterpolation", 0.764, 0.78487)]
    [InlineData("MidwayInterpolation", 0.95, 0.95335)]
    [InlineData("MidwayInterpolation", 0.0001, 0.0174)]
    [InlineData("MidwayInterpolation", 0.9999, 0.9948)]
    [InlineData("SamplePlusOneInterpolation", 0.935, 0.947663)]
    [InlineData("SamplePlusOneInterpolation", 0.764, 0.791238)]
    [InlineData("SamplePlusOneInterpolation", 0.95, 0.953485)]
    [InlineData("SamplePlusOneInterpolation", 0.0001, 0.0174)]
    [InlineData("SamplePlusOneInterpolation", 0.9999, 0.9948)]
    [InlineData("NearestIndex", 0.0001, 0.0174)] // index_nearest_0001_100
    [InlineData("SamplePlusOneNearestIndex", 0.0001, 0.0174)] // index_nearest_one_0001_100
    [InlineData("SamplePlusOneNearestIndex", 0.9999, 0.9948)] // index_nearest_one_9999_100
    [InlineData("SampleInterpolation", 0.0001, 0.0174)] // interpolation_sample_0001_100
    public void An_extrapolated_quantile_is_as_published(string rule, decimal level, double published) =>
        Samples.AssertClose(published, Named(rule).Quantile(level, StrataSamples.Hundred, TailExtrapolation.Flat), 1e-10);

    [Theory]
    [InlineData("IndexAbove", 0.935, 0.478780748663101)]
    [InlineData("IndexAbove", 0.764, 0.388652617801047)]
    [InlineData("IndexAbove", 0.95, 0.48622)]
    [InlineData("IndexAbove", 0.9999, 0.510629582958296)]
    [InlineData("IndexAbove", 0.0001, 0.0174)] // and the next five: the tests named ..._0001_100_expected_shortfall
    [InlineData("NearestIndex", 0.0001, 0.0174)]
    [InlineData("SamplePlusOneNearestIndex", 0.0001, 0.0174)]
    [InlineData("SampleInterpolation", 0.0001, 0.0174)]
    [InlineData("SamplePlusOneInterpolation", 0.0001, 0.0174)]
    [InlineData("MidwayInterpolation", 0.0001, 0.0174)]
    public void Expected_shortfall_is_as_published(string rule, decimal level, double published) =>
        Samples.AssertClose(published, Named(rule).ExpectedShortfall(level, StrataSamples.Hundred, TailExtrapolation.Flat), 1e-10);

    // Strata compares these with its own quadrature of the quantile (tolerance 1e-8): ..._095_100_, ..._095_123_ and ..._9999_100_expected_shortfall.
    [Theory]
    [InlineData("IndexAbove")]
    [InlineData("NearestIndex")]
    [InlineData("SamplePlusOneNearestIndex")]
    [InlineData("SampleInterpolation")]
    [InlineData("SamplePlusOneInterpolation")]
    [InlineData("MidwayInterpolation")]
    public void Expected_shortfall_is_the_integral_of_the_quantile_at_the_levels_of_Stratas_tests(string rule)
    {
        foreach (var (sample, level) in new[] { (StrataSamples.Hundred, 0.95m), (StrataSamples.HundredAndTwentyThree, 0.95m), (StrataSamples.Hundred, 0.9999m) })
        {
            Samples.AssertClose(
                QuantileRuleProperties.IntegralOfQuantile(Named(rule), level, sample) / (double)level,
                Named(rule).ExpectedShortfall(level, sample, TailExtrapolation.Flat));
        }
    }

    // interpolation_wrong_quantile_small, interpolation_wrong_quantile_large, regression_test1 and 2.
    [Theory]
    [InlineData("SampleInterpolation", 0.0001)]
    [InlineData("SamplePlusOneInterpolation", 0.0001)]
    [InlineData("MidwayInterpolation", 0.0001)]
    [InlineData("NearestIndex", 0.0001)]
    [InlineData("SamplePlusOneNearestIndex", 0.0001)]
    [InlineData("MidwayInterpolation", 0.9999)]
    [InlineData("SamplePlusOneInterpolation", 0.9999)]
    [InlineData("SamplePlusOneNearestIndex", 0.9999)]
    public void What_Strata_refuses_without_extrapolation_is_refused(string rule, decimal level)
    {
        Assert.Throws<ArgumentOutOfRangeException>("level", () => Named(rule).Quantile(level, StrataSamples.Hundred, TailExtrapolation.Refuse));
        Assert.Throws<ArgumentOutOfRangeException>("level", () => Named(rule).ExpectedShortfall(level, StrataSamples.Hundred, TailExtrapolation.Refuse));
    }

    // index_above_095_123, interpolation_sample_095_123: computed there from the sorted sample. 0.95·123 = 116.85.
    [Theory]
    [InlineData("IndexAbove", 0.9148)] // rank 117
    [InlineData("SampleInterpolation", 0.91471)] // 0.9142 + 0.85·0.0006
    [InlineData("SamplePlusOneInterpolation", 0.9204)] // 0.95·124 = 117.8: 0.9148 + 0.8·(0.9218 − 0.9148)
    [InlineData("MidwayInterpolation", 0.91725)] // 117.35: 0.9148 + 0.35·0.007
    public void The_sample_of_123_is_read_as_Strata_reads_it(string rule, double published) =>
        Samples.AssertClose(published, Named(rule).Quantile(0.95m, StrataSamples.HundredAndTwentyThree, TailExtrapolation.Refuse), 1e-10);

    [Fact]
    public void The_index_is_exact_where_doubles_are_not()
    {
        // 0.07·100 is 7.000000000000001 in double, rank 8 when rounded up; 1 − 0.99 is a little more than 0.01.
        var ranks = Enumerable.Range(1, 100).Select(n => (double)n).ToArray();
        Assert.Equal(7, QuantileRule.IndexAbove.Quantile(0.07m, ranks, TailExtrapolation.Refuse));
        Assert.Equal(1, QuantileRule.IndexAbove.Quantile(Samples.NinetyNine.TailProbability, ranks, TailExtrapolation.Refuse));
        Assert.Equal(8, Math.Ceiling(0.07 * 100));
    }

    private static QuantileRule Named(string name) => QuantileRule.All.Single(rule => rule.Name == name);
}
