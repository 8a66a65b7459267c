using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Backtesting;

public sealed class ProcyclicalityTests
{
    [Fact]
    public void A_requirement_that_does_not_move_has_ratio_one_and_no_increase()
    {
        Assert.Equal(1, Procyclicality.PeakToTrough([0.1, 0.1, 0.1]));
        Assert.Equal(0, Procyclicality.LargestIncrease([0.1, 0.1, 0.1], 2));
        Assert.Equal(0, Procyclicality.LargestIncrease([0.1], 5));
    }

    [Fact]
    public void Figures_written_out()
    {
        double[] requirements = [4, 2, 3, 7, 6, 8, 1];
        Assert.Equal(8, Procyclicality.PeakToTrough(requirements)); // 8 over 1, whichever came first
        Assert.Equal(4, Procyclicality.LargestIncrease(requirements, 1)); // 3 to 7
        Assert.Equal(5, Procyclicality.LargestIncrease(requirements, 2)); // 2 to 7
        Assert.Equal(6, Procyclicality.LargestIncrease(requirements, 4)); // 2 to 8
    }

    [Fact]
    public void A_trough_of_zero_has_no_ratio() => Assert.Null(Procyclicality.PeakToTrough([1, 0, 2]));

    [Fact]
    public void The_largest_increase_is_that_of_all_pairs_and_grows_with_the_time_given() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var requirements = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.NextDouble()).ToArray();
        var steps = random.Next(1, 20);
        var pairs =
            from later in Enumerable.Range(0, requirements.Length)
            from earlier in Enumerable.Range(0, later)
            where later - earlier <= steps
            select requirements[later] - requirements[earlier];
        Assert.Equal(pairs.Append(0).Max(), Procyclicality.LargestIncrease(requirements, steps));
        Assert.True(Procyclicality.LargestIncrease(requirements, steps + 1) >= Procyclicality.LargestIncrease(requirements, steps));
        Assert.Equal(requirements.Max() / requirements.Min(), Procyclicality.PeakToTrough(requirements));
    });

    public static TheoryData<string, string, Action> Refusals { get; } = new()
    {
        { "no requirements", "There are no requirements.", () => Procyclicality.PeakToTrough([]) },
        { "a negative requirement", "Requirement 1 is -1; a requirement is finite and not negative.", () => Procyclicality.LargestIncrease([1, -1], 1) },
        { "a requirement that is no number", "Requirement 0 is NaN; a requirement is finite and not negative.", () => Procyclicality.PeakToTrough([double.NaN]) },
        { "no time", "steps", () => Procyclicality.LargestIncrease([1], 0) },
        { "no sequence", "There are no observations.", () => BreachCounts.Of([]) },
        { "counts that were never made", "Nothing was counted: there are no observations.", () => KupiecTest.Run(default, Samples.NinetyNine) },
        { "transitions that were never counted", "Nothing was counted: there are no observations.", () => ChristoffersenTest.Independence(default) },
        { "zones of nothing", "There are 0 observations; at least 1 is needed.", () => _ = new TrafficLight(0, Samples.NinetyNine) },
        { "three degrees of freedom", "There are 3 degrees of freedom; 1 and 2 are known.", () => _ = new LikelihoodRatio(1, 3).PValue },
        { "a statistic that is no number", "x", () => _ = new LikelihoodRatio(double.NaN, 1).PValue },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_by_name_and_value(string rule, string message, Action attempt)
    {
        var error = Assert.ThrowsAny<Exception>(attempt);
        Assert.True(error is ArgumentException or InvalidOperationException, $"{rule}: {error}");
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }
}
