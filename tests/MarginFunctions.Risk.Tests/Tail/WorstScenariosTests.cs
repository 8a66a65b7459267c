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
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_profit_that_is_not_finite_is_named_wherever_it_stands(double broken)
    {
        for (var length = 1; length <= 70; length++)
        {
            for (var place = 0; place < length; place++)
            {
                var profits = Enumerable.Range(0, length).Select(n => (double)(n % 7)).ToArray();
                profits[place] = broken;
                var error = Assert.Throws<ArgumentException>("profit", () => WorstScenarios.Select(profits, new double[1], new int[1]));
                Assert.StartsWith($"Scenario {place} has profit {broken};", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
