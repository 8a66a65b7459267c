using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Backtesting;

/// <summary>The zones of the Basel Committee, for any number of observations and any level.</summary>
/// <remarks>
/// <para>
/// With <c>X</c> binomial, yellow starts at the smallest <c>x</c> with <c>P(X ≤ x) ≥ 95 %</c>, red at the smallest with <c>P(X ≤ x) ≥ 99.99 %</c>: 5 and 10 of 250 observations at 99 %.
/// Ends: no breach is green however few the observations, and red starts one above yellow where both rules meet at the same number.
/// </para>
/// <para>
/// Basle Committee on Banking Supervision, "Supervisory framework for the use of 'backtesting' in conjunction with the internal models approach to market risk capital requirements", January
/// 1996, section III and table 2. Its factors on capital are no part of this.
/// </para>
/// </remarks>
public sealed class TrafficLight
{
    private const double YellowFrom = 0.95;
    private const double RedFrom = 0.9999;

    private readonly BinomialDistribution breaches;

    /// <summary>Works out the zones.</summary>
    /// <param name="observations">At least 1.</param>
    /// <param name="level">The level that the requirement is meant to cover.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one observation.</exception>
    public TrafficLight(int observations, ConfidenceLevel level)
    {
        breaches = new BinomialDistribution(observations, level);
        FirstYellow = Math.Max(1, breaches.Quantile(YellowFrom));
        FirstRed = Math.Max(FirstYellow + 1, breaches.Quantile(RedFrom));
    }

    /// <summary>The fewest breaches that are yellow.</summary>
    public int FirstYellow { get; }

    /// <summary>The fewest breaches that are red; above the number of observations when none are.</summary>
    public int FirstRed { get; }

    /// <summary>The zone of a number of breaches.</summary>
    public TrafficLightZone Zone(int count) => count < FirstYellow ? TrafficLightZone.Green : count < FirstRed ? TrafficLightZone.Yellow : TrafficLightZone.Red;

    /// <summary><c>P(X ≤ count)</c>, the cumulative probability that the zones are cut by.</summary>
    public double CumulativeProbability(int count) => breaches.AtMost(count);
}
