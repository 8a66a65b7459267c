using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>How much each scenario counts: all the same, or newer ones more. The probability of an event is the weight of the scenarios it happens in over the weight of all.</summary>
public sealed class ScenarioWeights
{
    // Weights by age come from double arithmetic: a sum this close to a bound might lie beyond it, and is taken to.
    private const decimal Guard = 1e-12m;

    private readonly decimal[] weights;
    private readonly decimal total;
    private readonly decimal reserve;

    private ScenarioWeights(decimal[] weights, decimal reserve)
    {
        this.weights = weights;
        this.reserve = reserve;
        total = weights.Sum();
    }

    /// <summary>How many scenarios there are.</summary>
    public int Count => weights.Length;

    /// <summary>All the same; probabilities are exact fractions of <paramref name="count"/>.</summary>
    /// <param name="count">How many scenarios, at least 1.</param>
    public static ScenarioWeights Equal(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var weights = new decimal[count];
        Array.Fill(weights, 1);
        return new ScenarioWeights(weights, 0);
    }

    /// <summary>The weights that a measure gives its scenarios.</summary>
    public static ScenarioWeights Of(ScenarioTail tail)
    {
        ArgumentNullException.ThrowIfNull(tail);
        return tail is AgeWeightedTail { Decay: < 1 } aged ? new ScenarioWeights([.. aged.Weights.ToArray().Select(w => (decimal)w)], Guard) : Equal(tail.Scenarios);
    }

    /// <summary>The probability of what happens in these scenarios, rounded up at 12 places.</summary>
    public decimal Probability(IEnumerable<int> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        return decimal.Round(scenarios.Sum(s => weights[s]) / total, 12, MidpointRounding.ToPositiveInfinity);
    }

    /// <summary>Whether the probability of what happens in these scenarios is at most <paramref name="most"/>; where rounding leaves it open, it is not.</summary>
    public bool IsAtMost(IEnumerable<int> scenarios, CallProbability most)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        return scenarios.Sum(s => weights[s]) <= most.Value * (1 - reserve) * total;
    }
}
