using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

/// <summary>The axioms of Artzner, Delbaen, Eber and Heath, "Coherent measures of risk", Mathematical Finance 9(3), 1999, for all six quantile rules.</summary>
public sealed class HistoricalTailProperties
{
    [Fact]
    public void Expected_shortfall_is_not_below_value_at_risk() => Always.Holds(Samples.Seeds, seed =>
    {
        var (_, tail, profits) = Case(seed);
        var measure = tail.Measure(profits);
        Assert.True(measure.ExpectedShortfall >= measure.ValueAtRisk - 1e-11, $"{tail.Rule} {measure}");
    }, count: 2_000);

    [Fact]
    public void Expected_shortfall_is_the_mean_of_value_at_risk_over_higher_levels() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var profits = Samples.Profits(random, random.Next(1, 30));
        var tail = Samples.Tail(random, profits.Length);
        var p = tail.Level.TailProbability;
        Samples.AssertClose(-QuantileRuleProperties.IntegralOfQuantile(tail.Rule, p, profits) / (double)p, tail.Measure(profits).ExpectedShortfall, 1e-4);
    });

    [Fact]
    public void A_sure_profit_lowers_both_measures_by_itself() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, profits) = Case(seed);
        var sure = random.NextDouble() * 2_000 - 1_000;
        var (measure, moved) = (tail.Measure(profits), tail.Measure(profits.Select(profit => profit + sure).ToArray()));
        Samples.AssertClose(measure.ValueAtRisk - sure, moved.ValueAtRisk);
        Samples.AssertClose(measure.ExpectedShortfall - sure, moved.ExpectedShortfall);
    });

    [Fact]
    public void Twice_the_positions_have_twice_the_risk_to_the_bit() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, profits) = Case(seed);
        var power = Math.ScaleB(1, random.Next(-20, 20));
        var (measure, scaled) = (tail.Measure(profits), tail.Measure(profits.Select(profit => profit * power).ToArray()));
        Assert.Equal(new TailMeasure(measure.ValueAtRisk * power, measure.ExpectedShortfall * power), scaled);
    });

    [Fact]
    public void Any_multiple_of_the_positions_has_that_multiple_of_the_risk() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, profits) = Case(seed);
        var factor = random.NextDouble() * 10;
        var (measure, scaled) = (tail.Measure(profits), tail.Measure(profits.Select(profit => profit * factor).ToArray()));
        Samples.AssertClose(measure.ValueAtRisk * factor, scaled.ValueAtRisk);
        Samples.AssertClose(measure.ExpectedShortfall * factor, scaled.ExpectedShortfall);
    });

    [Fact]
    public void More_profit_in_every_scenario_is_not_more_risk() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, profits) = Case(seed);
        var better = profits.Select(profit => profit + (random.Next(3) == 0 ? random.NextDouble() * 200 : 0)).ToArray();
        var (measure, improved) = (tail.Measure(profits), tail.Measure(better));
        Assert.True(improved.ValueAtRisk <= measure.ValueAtRisk + 1e-11);
        Assert.True(improved.ExpectedShortfall <= measure.ExpectedShortfall + 1e-11);
    });

    [Fact]
    public void Expected_shortfall_of_two_portfolios_together_is_not_above_the_sum_under_any_rule() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, one) = Case(seed);
        var other = Samples.Profits(random, one.Length);
        var together = one.Zip(other, (a, b) => a + b).ToArray();
        Assert.True(tail.Measure(together).ExpectedShortfall <= tail.Measure(one).ExpectedShortfall + tail.Measure(other).ExpectedShortfall + 1e-9, $"{tail.Rule}");
    }, count: 1_000);

    [Fact]
    public void Value_at_risk_is_not_subadditive()
    {
        // Two bonds that each default once in 100 scenarios, never together: at 98.5 % neither is seen alone. It is why expected shortfall is measured.
        var (one, other) = (new double[100], new double[100]);
        (one[10], other[20]) = (-100, -100);
        var tail = new HistoricalTail(new(0.985m), QuantileRule.IndexAbove, 100);
        Assert.Equal((0, 0), (tail.Measure(one).ValueAtRisk, tail.Measure(other).ValueAtRisk));
        Assert.Equal(100, tail.Measure(one.Zip(other, (a, b) => a + b).ToArray()).ValueAtRisk);
    }

    [Fact]
    public void The_order_of_scenarios_does_not_matter_to_the_bit() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, profits) = Case(seed);
        Assert.Equal(tail.Measure(profits), tail.Measure(Samples.Shuffled(random, profits)));
    });

    [Fact]
    public void A_higher_level_is_not_less_risk() => Always.Holds(Samples.Seeds, seed =>
    {
        var (random, tail, profits) = Case(seed);
        var higher = new HistoricalTail(new(decimal.Round((tail.Level.Value + 1) / 2, 12)), tail.Rule, profits.Length, TailExtrapolation.Flat);
        var (measure, further) = (tail.Measure(profits), higher.Measure(profits));
        Assert.True(further.ValueAtRisk >= measure.ValueAtRisk - 1e-11);
        Assert.True(further.ExpectedShortfall >= measure.ExpectedShortfall - 1e-11);
    });

    private static (Random Random, HistoricalTail Tail, double[] Profits) Case(int seed)
    {
        var random = new Random(seed);
        var profits = Samples.Profits(random, random.Next(1, 400));
        return (random, Samples.Tail(random, profits.Length), profits);
    }
}
