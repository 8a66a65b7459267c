using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Backtesting;

public sealed class KupiecTestTests
{
    // Kupiec 1995, as reprinted by Jorion, "Value at Risk", table "Model backtesting, 95 % nonrejection test confidence regions": a model is not rejected for numbers strictly between the two.
    // Where the table gives no lower bound it is -1 here. No breach in 255 at 1 % has a statistic of 5.13 and is rejected by the formula; the table counts it as not rejected.
    [Theory]
    [InlineData("0.99", 255, -1, 7)]
    [InlineData("0.99", 510, 1, 11)]
    [InlineData("0.99", 1_000, 4, 17)]
    [InlineData("0.975", 255, 2, 12)]
    [InlineData("0.975", 510, 6, 21)]
    [InlineData("0.975", 1_000, 15, 36)]
    [InlineData("0.95", 255, 6, 21)]
    [InlineData("0.95", 510, 16, 36)]
    [InlineData("0.95", 1_000, 37, 65)]
    [InlineData("0.925", 255, 11, 28)]
    [InlineData("0.925", 510, 27, 51)]
    [InlineData("0.925", 1_000, 59, 92)]
    [InlineData("0.90", 255, 16, 36)]
    [InlineData("0.90", 510, 38, 65)]
    [InlineData("0.90", 1_000, 81, 120)]
    public void The_published_regions_are_not_rejected_and_their_neighbours_are(string level, int observations, int below, int above)
    {
        bool IsRejected(int breaches) => KupiecTest.Run(Breaches.Of(observations, breaches), Level(level)).IsRejectedAt(Breaches.NinetyFive);

        for (var breaches = Math.Max(1, below + 1); breaches < above; breaches++)
        {
            Assert.False(IsRejected(breaches), $"{breaches} of {observations}");
        }

        Assert.True(IsRejected(above));
        Assert.True(below < 0 || IsRejected(below));
    }

    // MathWorks, Risk Management Toolbox, varbacktest/pof and cc: 57 failures of 1,043 at 95 %.
    [Fact]
    public void A_published_statistic_and_its_p_value()
    {
        var test = KupiecTest.Run(Breaches.Of(1_043, 57), Breaches.NinetyFive);
        Samples.AssertClose(0.46147, test.Statistic, 5e-6);
        Samples.AssertClose(0.49694, test.PValue, 5e-6);
        Assert.Equal(1, test.DegreesOfFreedom);
    }

    [Fact]
    public void The_ends_are_those_of_the_likelihood()
    {
        Samples.AssertClose(-2 * 250 * Math.Log(0.99), KupiecTest.Run(Breaches.Of(250, 0), Samples.NinetyNine).Statistic, 1e-12);
        Samples.AssertClose(-2 * 250 * Math.Log(0.01), KupiecTest.Run(Breaches.Of(250, 250), Samples.NinetyNine).Statistic, 1e-9);
        Assert.Equal(0, KupiecTest.Run(Breaches.Of(100, 1), Samples.NinetyNine).Statistic, 1e-14); // 1 of 100 at 1 %
        Assert.Equal(1, KupiecTest.Run(Breaches.Of(100, 1), Samples.NinetyNine).PValue, 1e-6);
    }

    [Fact]
    public void The_statistic_is_the_ratio_of_two_likelihoods() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var level = Samples.Level(random);
        var sequence = Breaches.Random(seed);
        var (n, x, p) = (sequence.Length, sequence.Count(b => b), (double)level.TailProbability);
        double LogLikelihood(double q) => (x == 0 ? 0 : x * Math.Log(q)) + (x == n ? 0 : (n - x) * Math.Log(1 - q));
        Samples.AssertClose(-2 * (LogLikelihood(p) - LogLikelihood((double)x / n)), KupiecTest.Run(BreachCounts.Of(sequence), level).Statistic, 1e-9);
    });

    private static ConfidenceLevel Level(string level) => new(decimal.Parse(level, System.Globalization.CultureInfo.InvariantCulture));
}
