using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class TailContributionsTests
{
    [Fact]
    public void A_hedge_contributes_less_than_nothing()
    {
        // Worst of ten scenarios is the fourth: 30 lost on the future, 12 won on the put.
        double[] future = [5, -10, 8, -30, 2, 6, -4, 9, 1, 3];
        double[] put = [-1, 3, -1, 12, -1, -1, 0, -1, -1, -1];
        var contributions = TailContributions.Of(new PositionProfits([.. future, .. put], 2, 10), new HistoricalTail(new(0.9m), QuantileRule.IndexAbove, 10));
        Assert.Equal(new TailMeasure(18, 18), contributions.Portfolio);
        Assert.Equal(new PositionContribution(30, 30, 17, 17), contributions.Positions[0]); // without it the put loses 1
        Assert.Equal(new PositionContribution(-12, -12, -12, -12), contributions.Positions[1]); // without it the future loses 30
        Assert.Equal(new TailScenario(3, -18, 1, 1), Assert.Single(contributions.Evidence));
    }

    [Fact]
    public void An_empty_portfolio_has_no_contributions_and_no_risk()
    {
        var contributions = TailContributions.Of(new PositionProfits([], 0, 100), new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 100));
        Assert.Empty(contributions.Positions);
        Assert.Equal(new TailMeasure(0, 0), contributions.Portfolio);
    }

    [Fact]
    public void Components_sum_to_the_measure_within_the_stated_rounding() => Always.Holds(Samples.Seeds, seed =>
    {
        var (profits, tail, contributions) = Case(seed);
        var size = 0.0;
        for (var n = 0; n < profits.Positions; n++)
        {
            foreach (var scenario in contributions.Evidence)
            {
                size += (scenario.ExpectedShortfallWeight + scenario.ValueAtRiskWeight) * Math.Abs(profits[n][scenario.Scenario]);
            }
        }

        var tolerance = 2 * (contributions.Evidence.Count + profits.Positions) * Math.ScaleB(1, -52) * size;
        Samples.AssertClose(contributions.Portfolio.ExpectedShortfall, contributions.Positions.Sum(position => position.ComponentExpectedShortfall), tolerance);
        Samples.AssertClose(contributions.Portfolio.ValueAtRisk, contributions.Positions.Sum(position => position.ComponentValueAtRisk), tolerance);
        Assert.Equal(tail.Measure(profits.Portfolio()), contributions.Portfolio);
    });

    [Fact]
    public void An_increment_is_the_measure_less_the_measure_of_a_portfolio_built_without_the_position() => Always.Holds(Samples.Seeds, seed =>
    {
        var (profits, tail, contributions) = Case(seed);
        var left = seed % profits.Positions;
        var rest = Enumerable.Range(0, profits.Positions).Where(n => n != left).SelectMany(n => profits[n].ToArray()).ToArray();
        var without = tail.Measure(new PositionProfits(rest, profits.Positions - 1, profits.Scenarios).Portfolio());
        Assert.Equal(contributions.Portfolio.ValueAtRisk - without.ValueAtRisk, contributions.Positions[left].IncrementalValueAtRisk);
        Assert.Equal(contributions.Portfolio.ExpectedShortfall - without.ExpectedShortfall, contributions.Positions[left].IncrementalExpectedShortfall);
    });

    [Fact]
    public void A_component_is_the_derivative_by_the_positions_size() => Always.Holds(Samples.Seeds, seed =>
    {
        // Untied profits: a small enough step reorders no scenario, and the measure is linear in it.
        var random = new Random(seed);
        var (positions, scenarios) = (random.Next(1, 6), random.Next(1, 80));
        var matrix = Enumerable.Range(0, positions * scenarios).Select(_ => random.NextDouble() * 200 - 100).ToArray();
        var tail = Samples.Tail(random, scenarios);
        var contributions = TailContributions.Of(new PositionProfits(matrix, positions, scenarios), tail);
        var grown = random.Next(positions);
        const double Step = 1e-7;
        for (var n = 0; n < scenarios; n++)
        {
            matrix[grown * scenarios + n] *= 1 + Step;
        }

        var larger = tail.Measure(new PositionProfits(matrix, positions, scenarios).Portfolio());
        Samples.AssertClose((larger.ExpectedShortfall - contributions.Portfolio.ExpectedShortfall) / Step, contributions.Positions[grown].ComponentExpectedShortfall, 1e-3);
        Samples.AssertClose((larger.ValueAtRisk - contributions.Portfolio.ValueAtRisk) / Step, contributions.Positions[grown].ComponentValueAtRisk, 1e-3);
    });

    [Fact]
    public void No_component_is_above_the_positions_own_expected_shortfall() => Always.Holds(Samples.Seeds, seed =>
    {
        var (profits, tail, contributions) = Case(seed);
        for (var n = 0; n < profits.Positions; n++)
        {
            Assert.True(contributions.Positions[n].ComponentExpectedShortfall <= tail.Measure(profits[n]).ExpectedShortfall + 1e-9);
        }
    });

    private static (PositionProfits Profits, HistoricalTail Tail, TailContributions Contributions) Case(int seed)
    {
        var random = new Random(seed);
        var (positions, scenarios) = (random.Next(1, 12), random.Next(1, 150));
        var matrix = Enumerable.Range(0, positions).SelectMany(_ => Samples.Profits(random, scenarios)).ToArray();
        var profits = new PositionProfits(matrix, positions, scenarios);
        var tail = Samples.Tail(random, scenarios);
        return (profits, tail, TailContributions.Of(profits, tail));
    }
}
