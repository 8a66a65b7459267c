using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Backtesting;

public sealed class TrafficLightTests
{
    // Basle Committee, January 1996, table 2: cumulative probabilities in percent of 0 to 10 exceptions in 250 observations at 99 %.
    private static readonly double[] Published = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.60, 99.89, 99.97, 99.99];

    [Fact]
    public void The_published_table_of_250_observations()
    {
        var light = new TrafficLight(250, Samples.NinetyNine);
        Assert.Equal((5, 10), (light.FirstYellow, light.FirstRed));
        for (var count = 0; count < Published.Length; count++)
        {
            Samples.AssertClose(Published[count], 100 * light.CumulativeProbability(count), 0.005);
            Assert.Equal(count < 5 ? TrafficLightZone.Green : count < 10 ? TrafficLightZone.Yellow : TrafficLightZone.Red, light.Zone(count));
        }

        Assert.Equal(TrafficLightZone.Red, light.Zone(250));
    }

    [Fact]
    public void No_breach_is_green_however_few_the_observations() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var light = new TrafficLight(random.Next(1, 30), Samples.Level(random));
        Assert.Equal(TrafficLightZone.Green, light.Zone(0));
        Assert.True(light.FirstYellow < light.FirstRed);
    });

    [Fact]
    public void Zones_are_cut_by_the_sum_of_binomial_probabilities() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (n, level) = (random.Next(20, 2_000), new ConfidenceLevel(decimal.Round(0.9m + 0.0999m * (decimal)random.NextDouble(), 6)));
        var (p, light, sum) = ((double)level.TailProbability, new TrafficLight(n, level), 0.0);
        for (var k = 0; k <= Math.Min(n, 40); k++)
        {
            sum += Probability(n, k, p);
            Samples.AssertClose(sum, light.CumulativeProbability(k), 1e-11);
        }
    }, count: 200);

    [Fact]
    public void A_year_of_minutes_stays_in_range()
    {
        var binomial = new BinomialDistribution(525_600, Samples.NinetyNine); // P(X = 0) is 1e-2294
        Assert.Equal(0, binomial.AtMost(0));
        Assert.InRange(binomial.AtMost(5_256), 0.5, 0.51);
        Assert.InRange(new TrafficLight(525_600, Samples.NinetyNine).FirstYellow, 5_256 + 118, 5_256 + 119); // 1.645 standard deviations of 72.13
        Assert.Equal((0.0, 1.0), (binomial.AtMost(-1), binomial.AtMost(525_600)));
    }

    // C(n, k) as a product of ratios, largest first.
    private static double Probability(int n, int k, double p)
    {
        var probability = Math.Pow(1 - p, n - k);
        for (var i = 0; i < k; i++)
        {
            probability *= p * (n - i) / (i + 1);
        }

        return probability;
    }
}
