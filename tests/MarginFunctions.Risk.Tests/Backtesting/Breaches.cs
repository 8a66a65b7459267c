using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Backtesting;

/// <summary>Sequences of breaches.</summary>
internal static class Breaches
{
    public static ConfidenceLevel NinetyFive { get; } = new(0.95m);

    /// <summary><paramref name="count"/> breaches, all at the end.</summary>
    public static BreachCounts Of(int observations, int count)
    {
        var sequence = new bool[observations];
        Array.Fill(sequence, true, observations - count, count);
        return BreachCounts.Of(sequence);
    }

    /// <summary>A sequence that starts calm and has these transitions.</summary>
    public static BreachCounts WithTransitions(int calmToCalm, int calmToBreach, int breachToCalm, int breachToBreach)
    {
        Assert.InRange(calmToBreach - breachToCalm, 0, 1);
        var sequence = new List<bool> { false };
        sequence.AddRange(Enumerable.Repeat(false, calmToCalm));
        for (var n = 0; n < calmToBreach; n++)
        {
            sequence.AddRange(Enumerable.Repeat(true, n == 0 ? 1 + breachToBreach : 1));
            sequence.AddRange(Enumerable.Repeat(false, n < breachToCalm ? 1 : 0));
        }

        return BreachCounts.Of([.. sequence]);
    }

    public static bool[] Random(int seed)
    {
        var random = new Random(seed);
        var (frequency, sequence) = (random.NextDouble(), new bool[random.Next(1, 300)]);
        for (var n = 0; n < sequence.Length; n++)
        {
            sequence[n] = random.NextDouble() < frequency * (n > 0 && sequence[n - 1] ? 1 : 0.3);
        }

        return sequence;
    }
}
