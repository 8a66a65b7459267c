using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

/// <summary>What is refused, with what it says. Nothing missing or broken becomes a zero.</summary>
public sealed class TailBadInputTests
{
    private static readonly HistoricalTail Tail = new(Samples.NinetyNine, QuantileRule.IndexAbove, 100);

    public static TheoryData<string, string, Action> Refusals { get; } = new()
    {
        { "a level of one half", "The confidence level is 0.5; it lies above 0.5 and below 1.", () => _ = new ConfidenceLevel(0.5m) },
        { "certainty", "The confidence level is 1; it lies above 0.5 and below 1.", () => _ = new ConfidenceLevel(1) },
        { "percent for a fraction", "The confidence level is 99; it lies above 0.5 and below 1.", () => _ = new ConfidenceLevel(99) },
        { "a level of 13 places", "The confidence level is 0.9900000000001; it has at most 12 places.", () => _ = new ConfidenceLevel(0.9900000000001m) },
        { "a level that was never set", "The confidence level was never set.", () => _ = new HistoricalTail(default, QuantileRule.IndexAbove, 100) },
        { "no days", "The horizon is 0 days; it is at least 1.", () => _ = new Horizon(0) },
        { "negative days", "The horizon is -1 days; it is at least 1.", () => _ = new Horizon(-1) },
        { "a horizon that was never set", "The horizon was never set.", () => _ = new Horizon(1).SquareRootOfTimeFrom(default) },
        { "no scenarios", "There are no scenarios.", () => _ = new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 0, TailExtrapolation.Flat) },
        { "too few scenarios", "99 scenarios are too few for level 0.99; at least 100 are needed.", () => _ = new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 99) },
        { "too few for a level that divides nothing", "300 scenarios are too few for level 0.997; at least 334 are needed.", () => _ = new HistoricalTail(new(0.997m), QuantileRule.IndexAbove, 300) },
        { "too few with ages", "99 scenarios are too few for level 0.99; at least 100 are needed.", () => _ = new AgeWeightedTail(Samples.NinetyNine, 0.98, AgeWeightedRule.IndexAbove, 99) },
        { "a profit missing", "99 profits were given for 100 scenarios.", () => Tail.Measure(new double[99]) },
        { "a profit too many", "101 profits were given for 100 scenarios.", () => Tail.Evidence(new double[101]) },
        { "a gap in the history", "Scenario 57 has profit NaN; a profit is a finite number.", () => Tail.Measure(With(57, double.NaN)) },
        { "a gap in the first scenario", "Scenario 0 has profit NaN; a profit is a finite number.", () => Tail.Measure(With(0, double.NaN)) },
        { "an infinite loss", "Scenario 99 has profit -Infinity; a profit is a finite number.", () => Tail.Measure(With(99, double.NegativeInfinity)) },
        { "a gap with ages", "Scenario 3 has profit NaN; a profit is a finite number.", () => new AgeWeightedTail(Samples.NinetyNine, 0.98, AgeWeightedRule.IndexAbove, 100).Measure(With(3, double.NaN)) },
        { "a profit missing with ages", "1 profits were given for 100 scenarios.", () => new AgeWeightedTail(Samples.NinetyNine, 0.98, AgeWeightedRule.IndexAbove, 100).Measure([1]) },
        { "an age weight that grows", "The decay is 1.01; it lies above 0 and is at most 1.", () => _ = new AgeWeightedTail(Samples.NinetyNine, 1.01, AgeWeightedRule.IndexAbove, 100) },
        { "no decay at all", "The decay is 0; it lies above 0 and is at most 1.", () => _ = new AgeWeightedTail(Samples.NinetyNine, 0, AgeWeightedRule.IndexAbove, 100) },
        { "a decay that is no number", "The decay is NaN; it lies above 0 and is at most 1.", () => _ = new AgeWeightedTail(Samples.NinetyNine, double.NaN, AgeWeightedRule.IndexAbove, 100) },
        { "a quantile at zero", "The level is 0; it lies above 0 and below 1, with at most 12 places.", () => QuantileRule.IndexAbove.Quantile(0, [1], TailExtrapolation.Flat) },
        { "a quantile above one", "The level is 1.01; it lies above 0 and below 1, with at most 12 places.", () => QuantileRule.IndexAbove.ExpectedShortfall(1.01m, [1], TailExtrapolation.Flat) },
        { "an empty sample", "The sample is empty.", () => QuantileRule.IndexAbove.Quantile(0.5m, [], TailExtrapolation.Flat) },
        { "an index below the sample", "MidwayInterpolation has index 0.90 at level 0.04; the sample has ranks 1 to 10.", () => QuantileRule.MidwayInterpolation.Quantile(0.04m, new double[10], TailExtrapolation.Refuse) },
        { "a gap of a position", "Position 1 has profit NaN in scenario 2; a profit is a finite number.", () => _ = new PositionProfits([1, 2, 3, 4, 5, double.NaN], 2, 3) },
        { "a matrix of another shape", "5 profits were given for 2 positions in 3 scenarios.", () => _ = new PositionProfits(new double[5], 2, 3) },
        { "positions with other scenarios than the measure", "3 profits were given for 100 scenarios.", () => TailContributions.Of(new PositionProfits(new double[6], 2, 3), Tail) },
        { "profits whose sum overflows", "Scenario 0 has profit -Infinity; a profit is a finite number.", () => TailContributions.Of(new PositionProfits([-1.7e308, -1.7e308], 2, 1), new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 1, TailExtrapolation.Flat)) },
        { "a negative volatility", "The standard deviation is -0.1; it is finite and not negative.", () => ParametricTail.Normal(0, -0.1, Samples.NinetyNine) },
        { "a volatility that is no number", "The standard deviation is NaN; it is finite and not negative.", () => ParametricTail.Normal(0, double.NaN, Samples.NinetyNine) },
        { "a mean that is no number", "The mean is NaN; it is finite.", () => ParametricTail.Normal(double.NaN, 1, Samples.NinetyNine) },
        { "a skewness that is no number", "The skewness is NaN; it is finite.", () => ParametricTail.CornishFisher(new ProfitMoments(0, 1, double.NaN, 0), Samples.NinetyNine) },
        { "an infinite kurtosis", "The excess kurtosis is Infinity; it is finite.", () => ParametricTail.CornishFisher(new ProfitMoments(0, 1, 0, double.PositiveInfinity), Samples.NinetyNine) },
        { "three profits for four moments", "3 profits are too few for four moments; at least 4 are needed.", () => ProfitMoments.Of([1, 2, 3]) },
        { "profits that do not differ", "All 4 profits are 2; skewness and kurtosis need profits that differ.", () => ProfitMoments.Of([2, 2, 2, 2]) },
        { "profits whose mean is a last digit off", "All 10 profits are 0.1; skewness and kurtosis need profits that differ.", () => ProfitMoments.Of([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]) },
        { "a gap under moments", "Scenario 1 has profit NaN; a profit is a finite number.", () => ProfitMoments.Of([2, double.NaN, 3, 4]) },
        { "a decay of one", "The decay is 1; it lies above 0 and below 1.", () => _ = new EwmaVolatility(1, 0.1) },
        { "a negative variance", "The variance is -0.1; it is finite and not negative.", () => _ = new EwmaVolatility(0.94, -0.1) },
        { "a gap in returns", "Return 2 is NaN; a return is a finite number.", () => EwmaVolatility.FromReturns(0.94, [0.1, 0.1, double.NaN]) },
        { "no returns to start from", "There are no returns to start a volatility from.", () => EwmaVolatility.FromReturns(0.94, []) },
        { "no returns to rescale", "There are no returns to rescale.", () => VolatilityFilter.Rescale([], new EwmaVolatility(0.94, 1), []) },
        { "a gap in returns to rescale", "Return 1 is NaN; a return is a finite number.", () => VolatilityFilter.Rescale([0.1, double.NaN], new EwmaVolatility(0.94, 1), new double[2]) },
        { "a return whose square overflows", "Return 1 is 1E+200; the variance after it overflows.", () => VolatilityFilter.Rescale([0.1, 1e200], new EwmaVolatility(0.94, 1), new double[2]) },
        { "a return that overflows at today's volatility", "Return 0 is 1 and the volatility before it ", () => VolatilityFilter.Rescale([1, 1e154], new EwmaVolatility(0.94, 1e-320), new double[2]) },
        { "a price that never moved before", "The volatility before return 0 is zero; nothing can be rescaled by it.", () => VolatilityFilter.Rescale([0.1], new EwmaVolatility(0.94, 0), new double[1]) },
        { "a short destination", "The destination holds 1 of 2 returns.", () => VolatilityFilter.Rescale([0.1, 0.2], new EwmaVolatility(0.94, 1), new double[1]) },
        { "a return missing", "1 returns were given for 2 prices.", () => EwmaCovariance.From(0.94, [1, 0, 0, 1], 2).Update([0.1]) },
        { "a return that is no number", "Return 1 is NaN; a return is a finite number.", () => EwmaCovariance.From(0.94, [1, 0, 0, 1], 2).Update([0.1, double.NaN]) },
        { "returns whose square overflows", "The covariance of returns 0 and 0 overflows.", () => EwmaCovariance.From(0.94, [1], 1).Update([1e200]) },
        { "a covariance that is none", "The matrix is not positive definite: pivot 1 is -3.", () => EwmaCovariance.From(0.94, [1, 2, 2, 1], 2) },
        { "entries missing", "3 entries were given for 2 rows and columns.", () => CholeskyFactor.Of([1, 2, 3], 2) },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_by_name_and_value(string rule, string message, Action attempt)
    {
        var error = Assert.ThrowsAny<Exception>(attempt);
        Assert.True(error is ArgumentException or InvalidOperationException, $"{rule}: {error}");
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }

    private static double[] With(int scenario, double profit)
    {
        var profits = new double[100];
        profits[scenario] = profit;
        return profits;
    }
}
