using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class WorstScenariosTests
{
    [Fact]
    public void It_is_a_stable_sort_cut_off_at_every_length_and_count()
    {
        var random = new Random(4);
        for (var length = 1; length <= 256; length++)
        {
            var profits = Samples.Profits(random, length);
            var sorted = profits.Select((profit, place) => (profit, place)).OrderBy(pair => pair.profit).ThenBy(pair => pair.place).ToArray();
            foreach (var count in new[] { 1, 2, 1 + random.Next(length), length }.Where(count => count <= length))
            {
                var (values, places) = (new double[count], new int[count]);
                WorstScenarios.Select(profits, values, places);
                Assert.Equal(sorted[..count], values.Zip(places));
                var alone = new double[count];
                WorstScenarios.SelectValues(profits, alone);
                Assert.Equal(values, alone);
            }
        }
    }

    [Fact]
    public void The_few_of_many_are_those_of_the_heap_at_every_length_and_width()
    {
        var random = new Random(5);
        for (var length = 64; length <= 700; length++)
        {
            // Plain, with ties at the end that matters, sorted either way, and all but equal.
            var profits = Samples.Profits(random, length);
            var steps = profits.Select(profit => Math.Max(-990, profit)).ToArray();
            foreach (var sample in new[] { profits, steps, [.. profits.Order()], [.. profits.OrderDescending()], Enumerable.Range(0, length).Select(n => n % 97 == 3 ? -1.0 : 0).ToArray() })
            {
                foreach (var count in new[] { 1, 2, 1 + random.Next(Math.Min(32, length / 8)), Math.Min(32, length / 8) })
                {
                    var (values, places) = (new double[count], new int[count]);
                    WorstScenarios.Select(sample, values, places);
                    AssertSame<OneLane>(sample, values);
                    AssertSame<TwoLanes>(sample, values);
                    AssertSame<FourLanes>(sample, values);
                    AssertSame<EightLanes>(sample, values);
                }
            }
        }
    }

    [Fact]
    public void Too_many_ties_are_left_to_the_heap() => Assert.False(WorstFew.TrySelect(new double[1_000], new double[10]));

    private static void AssertSame<T>(double[] sample, double[] values)
        where T : struct, ILanes<T>
    {
        var found = new double[values.Length];
        if (WorstFew.TrySelect<T>(sample, found))
        {
            Assert.Equal(values, found);
        }
        else
        {
            Assert.True(values.Length > 16 || sample.Distinct().Count() < sample.Length, "A few that do not tie were left to the heap.");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_profit_that_is_not_finite_is_named_wherever_it_stands(double broken)
    {
        for (var length = 1; length <= 150; length++)
        {
            for (var place = 0; place < length; place++)
            {
                var profits = Enumerable.Range(0, length).Select(n => (double)(n % 7)).ToArray();
                profits[place] = broken;
                foreach (var select in new Action[] { () => WorstScenarios.Select(profits, new double[1], new int[1]), () => WorstScenarios.SelectValues(profits, new double[1]) })
                {
                    var error = Assert.Throws<ArgumentException>("profit", select);
                    Assert.StartsWith($"Scenario {place} has profit {broken};", error.Message, StringComparison.Ordinal);
                }
            }
        }
    }
}
