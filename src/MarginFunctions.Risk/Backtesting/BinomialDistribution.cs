using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Backtesting;

/// <summary>How many breaches to expect of a model that is right: <c>n</c> independent observations, each a breach with probability <c>p = 1 − level</c>.</summary>
/// <remarks>
/// <c>P(X = k) = C(n, k)·pᵏ·(1 − p)ⁿ⁻ᵏ</c>, in logarithms from <c>k = 0</c> upwards by <c>P(X = k + 1)/P(X = k) = (n − k)/(k + 1)·p/(1 − p)</c>, so that neither a large <c>n</c> nor a
/// rare breach leaves the range of <c>double</c>; sums run upwards too.
/// </remarks>
public sealed class BinomialDistribution
{
    private readonly double logZero;
    private readonly double logOdds;

    /// <summary>Takes <c>n</c> and the level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one observation.</exception>
    public BinomialDistribution(int observations, ConfidenceLevel level)
    {
        if (observations < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(observations), observations, $"There are {observations} observations; at least 1 is needed.");
        }

        Observations = observations;
        Level = level;
        var (breach, calm) = (OneLane.Of((double)level.TailProbability), OneLane.Of((double)level.Value));
        logZero = observations * Logarithm.Of(calm).Number;
        logOdds = Logarithm.OfRatio(breach, calm).Number;
    }

    /// <summary><c>n</c>.</summary>
    public int Observations { get; }

    /// <summary>The level.</summary>
    public ConfidenceLevel Level { get; }

    /// <summary><c>P(X ≤ k)</c>: 0 below 0, 1 from <c>n</c> on.</summary>
    public double AtMost(int breaches) => breaches >= Observations ? 1 : Cumulative().Take(breaches + 1).LastOrDefault();

    /// <summary>The smallest <c>k</c> with <c>P(X ≤ k) ≥ probability</c>.</summary>
    /// <param name="probability">At most 1.</param>
    internal int Quantile(double probability) => Cumulative().TakeWhile(reached => reached < probability).Take(Observations).Count();

    private IEnumerable<double> Cumulative()
    {
        var (log, sum) = (logZero, 0.0);
        for (var k = 0; k <= Observations; k++)
        {
            sum += Exponential.Of(OneLane.Of(log)).Number;
            yield return Math.Min(1, sum);
            log += logOdds + Logarithm.OfRatio(OneLane.Of(Observations - k), OneLane.Of(k + 1)).Number;
        }
    }
}
