using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class AgeWeightedTailTests
{
    private static readonly ConfidenceLevel NinetyFive = new(0.95m);

    // A worked example of the hybrid approach, λ = 0.96 and 100 days: forum.bionicturtle.com/threads/hybrid-approach.1616. Its return and age are the first two columns.
    private static readonly (double Return, int Age, double Weight)[] Published =
        [(-4.3, 7, 0.0318), (-3.9, 10, 0.0282), (-3.7, 15, 0.023), (-3.5, 20, 0.0187), (-3.0, 17, 0.0212), (-2.9, 28, 0.0135), (-2.6, 32, 0.0115), (-2.5, 18, 0.0203), (-2.4, 55, 0.0045), (-2.3, 62, 0.0034)];

    [Fact]
    public void Weights_are_as_published()
    {
        var weights = new AgeWeightedTail(NinetyFive, 0.96, AgeWeightedRule.Interpolation, 100).Weights;
        foreach (var (_, age, weight) in Published)
        {
            Assert.Equal(weight, weights[100 - age], 0.5001e-4);
        }
    }

    [Fact]
    public void Value_at_risk_is_as_published()
    {
        var profits = new double[100];
        foreach (var (value, age, _) in Published)
        {
            profits[100 - age] = value;
        }

        // Answer B there, −4.04 %: 4.3 − (0.05 − 0.0318)/0.0282·0.4.
        Assert.Equal(4.04, new AgeWeightedTail(NinetyFive, 0.96, AgeWeightedRule.Interpolation, 100).Measure(profits).ValueAtRisk, 0.005);
        Assert.Equal(3.9, new AgeWeightedTail(NinetyFive, 0.96, AgeWeightedRule.IndexAbove, 100).Measure(profits).ValueAtRisk);
    }

    [Fact]
    public void A_loss_counts_for_more_when_it_is_new()
    {
        var (old, recent) = (new double[200], new double[200]);
        (old[0], recent[199]) = (-50, -50);
        var tail = new AgeWeightedTail(Samples.NinetyNine, 0.98, AgeWeightedRule.IndexAbove, 200);
        Assert.Equal(50, tail.Measure(recent).ValueAtRisk);
        Assert.Equal(0, tail.Measure(old).ValueAtRisk);
        Assert.True(tail.Measure(recent).ExpectedShortfall > tail.Measure(old).ExpectedShortfall);
    }

    [Fact]
    public void Evidence_weights_sum_to_one_rebuild_the_measure_to_the_bit_and_divide_among_positions() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (positions, scenarios) = (random.Next(1, 5), random.Next(1, 120));
        var profits = new PositionProfits(Enumerable.Range(0, positions).SelectMany(_ => Samples.Profits(random, scenarios)).ToArray(), positions, scenarios);
        var rule = random.Next(2) == 0 ? AgeWeightedRule.IndexAbove : AgeWeightedRule.Interpolation;
        var tail = new AgeWeightedTail(Samples.Level(random), 0.9 + 0.1 * random.NextDouble(), rule, scenarios, TailExtrapolation.Flat);
        var contributions = TailContributions.Of(profits, tail);
        var (atRisk, shortfall) = (0.0, 0.0);
        foreach (var scenario in contributions.Evidence)
        {
            Assert.InRange(scenario.ExpectedShortfallWeight, -1e-12, 1 + 1e-12);
            atRisk += scenario.ValueAtRiskWeight * scenario.Profit;
            shortfall += scenario.ExpectedShortfallWeight * scenario.Profit;
        }

        Assert.Equal(new TailMeasure(0 - atRisk, 0 - shortfall), tail.Measure(profits.Portfolio()));
        Samples.AssertClose(1, contributions.Evidence.Sum(scenario => scenario.ExpectedShortfallWeight), 1e-12);
        Samples.AssertClose(1, contributions.Evidence.Sum(scenario => scenario.ValueAtRiskWeight), 1e-12);
        Samples.AssertClose(contributions.Portfolio.ExpectedShortfall, contributions.Positions.Sum(position => position.ComponentExpectedShortfall));
        Samples.AssertClose(contributions.Portfolio.ValueAtRisk, contributions.Positions.Sum(position => position.ComponentValueAtRisk));
    });

    [Fact]
    public void Weights_are_the_formula_and_sum_to_one() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (decay, count) = (0.8 + 0.1999 * random.NextDouble(), random.Next(1, 600));
        var weights = new AgeWeightedTail(NinetyFive, decay, AgeWeightedRule.IndexAbove, count, TailExtrapolation.Flat).Weights.ToArray();
        Samples.AssertClose(1, weights.Sum(), 1e-13);
        for (var age = 1; age <= count; age++)
        {
            Samples.AssertClose(Math.Pow(decay, age - 1) * (1 - decay) / (1 - Math.Pow(decay, count)), weights[count - age], 1e-11);
        }
    }, count: 100);

    [Fact]
    public void Without_decay_it_is_the_plain_history_and_near_it_nearly() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var profits = Samples.Profits(random, random.Next(1, 300));
        var level = Samples.Level(random);
        foreach (var (weighted, plain) in new[] { (AgeWeightedRule.IndexAbove, QuantileRule.IndexAbove), (AgeWeightedRule.Interpolation, QuantileRule.SampleInterpolation) })
        {
            var expected = new HistoricalTail(level, plain, profits.Length, TailExtrapolation.Flat).Measure(profits);
            var same = new AgeWeightedTail(level, 1, weighted, profits.Length, TailExtrapolation.Flat).Measure(profits);
            Samples.AssertClose(expected.ValueAtRisk, same.ValueAtRisk, 1e-7);
            Samples.AssertClose(expected.ExpectedShortfall, same.ExpectedShortfall, 1e-7);

            // The step rule's value at risk may jump a scenario for any decay; its expected shortfall may not.
            var near = new AgeWeightedTail(level, 1 - 1e-12, weighted, profits.Length, TailExtrapolation.Flat).Measure(profits);
            Samples.AssertClose(expected.ExpectedShortfall, near.ExpectedShortfall, 1e-4);
        }
    });

    [Fact]
    public void Expected_shortfall_is_not_below_value_at_risk_and_moves_with_a_sure_profit() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var profits = Samples.Profits(random, random.Next(1, 300));
        var rule = random.Next(2) == 0 ? AgeWeightedRule.IndexAbove : AgeWeightedRule.Interpolation;
        var tail = new AgeWeightedTail(Samples.Level(random), 0.9 + 0.1 * random.NextDouble(), rule, profits.Length, TailExtrapolation.Flat);
        var (measure, moved) = (tail.Measure(profits), tail.Measure(profits.Select(profit => profit + 100).ToArray()));
        Assert.True(measure.ExpectedShortfall >= measure.ValueAtRisk - 1e-9);
        Samples.AssertClose(measure.ExpectedShortfall - 100, moved.ExpectedShortfall);
        Samples.AssertClose(measure.ValueAtRisk - 100, moved.ValueAtRisk);
    });

    [Fact]
    public void Expected_shortfall_of_two_portfolios_together_is_not_above_the_sum_under_the_step_rule() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var one = Samples.Profits(random, random.Next(1, 200));
        var other = Samples.Profits(random, one.Length);
        var tail = new AgeWeightedTail(Samples.Level(random), 0.9 + 0.1 * random.NextDouble(), AgeWeightedRule.IndexAbove, one.Length, TailExtrapolation.Flat);
        var together = tail.Measure(one.Zip(other, (a, b) => a + b).ToArray()).ExpectedShortfall;
        Assert.True(together <= tail.Measure(one).ExpectedShortfall + tail.Measure(other).ExpectedShortfall + 1e-8);
    });
}
