using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Backtesting;

public sealed class ChristoffersenTestTests
{
    // MathWorks, Risk Management Toolbox, varbacktest/cc: N00 932, N10 53, N01 53, N11 4 at 95 %.
    [Fact]
    public void Published_statistics_and_their_p_values()
    {
        var counts = Breaches.WithTransitions(932, 53, 53, 4);
        Assert.Equal((1_043, 57), (counts.Observations, counts.Breaches));
        var (independence, coverage) = (ChristoffersenTest.Independence(counts), ChristoffersenTest.ConditionalCoverage(counts, Breaches.NinetyFive));
        Samples.AssertClose(0.25866, independence.Statistic, 5e-6);
        Samples.AssertClose(0.61104, independence.PValue, 5e-6);
        Samples.AssertClose(0.72013, coverage.Statistic, 5e-6);
        Samples.AssertClose(0.69763, coverage.PValue, 5e-6);
    }

    [Theory]
    [InlineData("no breach", new[] { false, false, false })]
    [InlineData("nothing but breaches", new[] { true, true, true })]
    [InlineData("a breach at the end only", new[] { false, false, true })]
    [InlineData("a breach at the start only", new[] { true, false, false })]
    [InlineData("a single observation", new[] { true })]
    public void Where_the_data_say_nothing_of_dependence_the_statistic_is_zero(string what, bool[] sequence)
    {
        var test = ChristoffersenTest.Independence(BreachCounts.Of(sequence));
        Assert.True(test is { Statistic: 0, PValue: 1 }, what);
    }

    [Fact]
    public void Breaches_that_come_together_are_found_and_breaches_that_come_alone_are_not()
    {
        var together = new bool[500];
        Array.Fill(together, true, 200, 10);
        var alone = new bool[500];
        for (var n = 0; n < 10; n++)
        {
            alone[17 + 47 * n] = true;
        }

        Assert.True(ChristoffersenTest.Independence(BreachCounts.Of(together)).IsRejectedAt(Samples.NinetyNine));
        Assert.False(ChristoffersenTest.Independence(BreachCounts.Of(alone)).IsRejectedAt(Breaches.NinetyFive));
    }

    [Fact]
    public void The_statistic_is_the_ratio_of_two_likelihoods() => Always.Holds(Samples.Seeds, seed =>
    {
        var sequence = Breaches.Random(seed);
        double LogLikelihood(Func<bool, double> breachAfter)
        {
            var sum = 0.0;
            for (var n = 1; n < sequence.Length; n++)
            {
                sum += Math.Log(sequence[n] ? breachAfter(sequence[n - 1]) : 1 - breachAfter(sequence[n - 1]));
            }

            return sum;
        }

        double Share(Func<bool, bool> of)
        {
            var followers = Enumerable.Range(1, sequence.Length - 1).Where(n => of(sequence[n - 1])).ToList();
            return followers.Count == 0 ? 0 : followers.Count(n => sequence[n]) / (double)followers.Count;
        }

        var (any, calm, breach) = (Share(_ => true), Share(before => !before), Share(before => before));
        var expected = -2 * (LogLikelihood(_ => any) - LogLikelihood(before => before ? breach : calm));
        Samples.AssertClose(expected, ChristoffersenTest.Independence(BreachCounts.Of(sequence)).Statistic, 1e-9);
    });

    [Fact]
    public void Conditional_coverage_is_coverage_plus_independence() => Always.Holds(Samples.Seeds, seed =>
    {
        var counts = BreachCounts.Of(Breaches.Random(seed));
        var level = Samples.Level(new Random(seed));
        var test = ChristoffersenTest.ConditionalCoverage(counts, level);
        Assert.Equal(KupiecTest.Run(counts, level).Statistic + ChristoffersenTest.Independence(counts).Statistic, test.Statistic);
        Assert.Equal(2, test.DegreesOfFreedom);
        Assert.InRange(test.PValue, 0, 1);
    });

    [Fact]
    public void Counts_are_those_of_the_sequence() => Always.Holds(Samples.Seeds, seed =>
    {
        var sequence = Breaches.Random(seed);
        var counts = BreachCounts.Of(sequence);
        int Pairs(bool first, bool second) => sequence.Zip(sequence.Skip(1)).Count(pair => pair == (first, second));
        Assert.Equal((sequence.Length, sequence.Count(b => b)), (counts.Observations, counts.Breaches));
        Assert.Equal((Pairs(false, false), Pairs(false, true)), (counts.CalmToCalm, counts.CalmToBreach));
        Assert.Equal((Pairs(true, false), Pairs(true, true)), (counts.BreachToCalm, counts.BreachToBreach));
    });
}
