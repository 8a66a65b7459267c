using FsCheck.Fluent;
using FsCheck;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

/// <summary>Random samples of profits; the seed is in the failure message.</summary>
internal static class Samples
{
    public static ConfidenceLevel NinetyNine { get; } = new(0.99m);

    public static Gen<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1);

    /// <summary>Profits between −1,000 and 1,000, in every third sample rounded so that many tie.</summary>
    public static double[] Profits(Random random, int count)
    {
        var rounded = random.Next(3) == 0;
        var profits = new double[count];
        for (var n = 0; n < count; n++)
        {
            var profit = 1_000 * Math.Pow(2 * random.NextDouble() - 1, 3);
            profits[n] = rounded ? Math.Round(profit / 50) * 50 : profit;
        }

        return profits;
    }

    /// <summary>A level above 0.5 and below 1, round in every second case.</summary>
    public static ConfidenceLevel Level(Random random) =>
        new(random.Next(2) == 0 ? random.Next(51, 100) / 100m : decimal.Round(0.5m + (decimal)random.NextDouble() * 0.499m + 0.0001m, 9));

    public static QuantileRule Rule(Random random) => QuantileRule.All[random.Next(QuantileRule.All.Count)];

    public static HistoricalTail Tail(Random random, int scenarios) => new(Level(random), Rule(random), scenarios, TailExtrapolation.Flat);

    public static double[] Shuffled(Random random, double[] profits)
    {
        var copy = (double[])profits.Clone();
        random.Shuffle(copy);
        return copy;
    }

    public static void AssertClose(double expected, double actual, double tolerance = 1e-9) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{actual:R} instead of {expected:R}, {actual - expected:E2} away");
}
