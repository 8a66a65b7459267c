namespace MarginFunctions.Risk.Backtesting;

/// <summary>How often a loss exceeded its requirement, and how breaches followed each other.</summary>
/// <remarks>
/// Calm is an observation without a breach. <c>nᵢⱼ</c> counts neighbours, <c>i</c> then <c>j</c>, 1 for a breach; the first observation follows nothing, so
/// <c>n₀₀ + n₀₁ + n₁₀ + n₁₁ = n − 1</c>. The default value is no observations, which the tests refuse.
/// </remarks>
public readonly record struct BreachCounts
{
    private BreachCounts(int observations, int breaches, int calmToCalm, int calmToBreach, int breachToCalm, int breachToBreach)
    {
        Observations = observations;
        Breaches = breaches;
        CalmToCalm = calmToCalm;
        CalmToBreach = calmToBreach;
        BreachToCalm = breachToCalm;
        BreachToBreach = breachToBreach;
    }

    /// <summary><c>n</c>.</summary>
    public int Observations { get; }

    /// <summary><c>x</c>, from 0 to <c>n</c>.</summary>
    public int Breaches { get; }

    /// <summary><c>n₀₀</c>.</summary>
    public int CalmToCalm { get; }

    /// <summary><c>n₀₁</c>.</summary>
    public int CalmToBreach { get; }

    /// <summary><c>n₁₀</c>.</summary>
    public int BreachToCalm { get; }

    /// <summary><c>n₁₁</c>: breaches that came right after a breach.</summary>
    public int BreachToBreach { get; }

    /// <summary>Counts a sequence in order of time.</summary>
    /// <param name="breaches">True where the loss exceeded the requirement; at least one observation.</param>
    /// <exception cref="ArgumentException">There are no observations.</exception>
    public static BreachCounts Of(ReadOnlySpan<bool> breaches)
    {
        if (breaches.IsEmpty)
        {
            throw new ArgumentException("There are no observations.", nameof(breaches));
        }

        Span<int> pairs = [0, 0, 0, 0];
        var count = breaches[0] ? 1 : 0;
        for (var n = 1; n < breaches.Length; n++)
        {
            count += breaches[n] ? 1 : 0;
            pairs[(breaches[n - 1] ? 2 : 0) + (breaches[n] ? 1 : 0)]++;
        }

        return new BreachCounts(breaches.Length, count, pairs[0], pairs[1], pairs[2], pairs[3]);
    }

    internal void ThrowIfEmpty()
    {
        if (Observations < 1)
        {
            throw new InvalidOperationException("Nothing was counted: there are no observations.");
        }
    }
}
