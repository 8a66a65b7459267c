using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class QuantileRuleProperties
{
    [Fact]
    public void Expected_shortfall_is_the_mean_of_the_quantile_up_to_the_level() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var sample = Samples.Profits(random, random.Next(1, 40));
        var level = decimal.Round(0.0005m + (decimal)random.NextDouble() * 0.999m, random.Next(2) == 0 ? 2 : 8);
        level = Math.Clamp(level, 0.01m, 0.99m);
        foreach (var rule in QuantileRule.All)
        {
            var mean = IntegralOfQuantile(rule, level, sample) / (double)level;
            Samples.AssertClose(mean, rule.ExpectedShortfall(level, sample, TailExtrapolation.Flat), 1e-6);
        }
    }, count: 150);

    [Fact]
    public void Weights_are_not_negative_never_rise_with_the_rank_in_a_lower_tail_and_sum_to_one() => Always.Holds(Samples.Seeds, seed =>
    {
        // Falling weights are what makes an average of ranks subadditive.
        var random = new Random(seed);
        var (level, count) = (Samples.Level(random).TailProbability, random.Next(1, 300));
        foreach (var rule in QuantileRule.All)
        {
            var weights = rule.ExpectedShortfallWeights(level, count, TailExtrapolation.Flat).Weights.ToArray();
            Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
            Assert.All(weights.Zip(weights.Skip(1)), pair => Assert.True(pair.First >= pair.Second, $"{rule}: {pair}"));
            Samples.AssertClose(1, weights.Sum(), 1e-13);
            Samples.AssertClose(1, rule.QuantileWeights(level, count, TailExtrapolation.Flat).Weights.ToArray().Sum(), 1e-15);
        }
    });

    [Fact]
    public void All_rules_agree_with_a_sorted_copy_read_by_rank() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var sample = Samples.Profits(random, random.Next(1, 200));
        var sorted = sample.Order().ToArray();
        var p = Samples.Level(random).TailProbability;
        var n = sample.Length;
        double At(decimal rank) => sorted[(int)Math.Clamp(rank, 1, n) - 1];
        double Between(decimal index)
        {
            var (inside, below) = (Math.Clamp(index, 1, n), decimal.Floor(Math.Clamp(index, 1, n)));
            return At(below) + (double)(inside - below) * (At(below + 1) - At(below));
        }

        var expected = new[]
        {
            At(decimal.Ceiling(p * n)), At(decimal.Round(p * n, MidpointRounding.AwayFromZero)), At(decimal.Round(p * (n + 1), MidpointRounding.AwayFromZero)),
            Between(p * n), Between(p * (n + 1)), Between(p * n + 0.5m),
        };
        for (var rule = 0; rule < expected.Length; rule++)
        {
            Samples.AssertClose(expected[rule], QuantileRule.All[rule].Quantile(p, sample, TailExtrapolation.Flat));
        }
    });

    /// <summary>
    /// The integral of the quantile from 0 to the level, by the midpoint of every cell on which it is a straight line for all rules: cells end at multiples of 1/(2n) and 1/(2n + 2).
    /// </summary>
    internal static double IntegralOfQuantile(QuantileRule rule, decimal level, double[] sample)
    {
        var n = sample.Length;
        var ends = Enumerable.Range(0, 2 * n + 1).Select(i => i / (2m * n)).Concat(Enumerable.Range(0, 2 * n + 3).Select(i => i / (2m * n + 2)))
            .Where(end => end < level).Append(level).Distinct().Order().ToArray();
        var sum = 0.0;
        for (var i = 1; i < ends.Length; i++)
        {
            var middle = decimal.Round((ends[i - 1] + ends[i]) / 2, 12);
            if (ends[i] - ends[i - 1] > 1e-10m)
            {
                sum += (double)(ends[i] - ends[i - 1]) * rule.Quantile(middle, sample, TailExtrapolation.Flat);
            }
        }

        return sum;
    }
}
