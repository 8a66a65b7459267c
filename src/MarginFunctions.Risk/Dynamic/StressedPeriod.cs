using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Dynamic;

/// <summary>A stretch of history that stands for stress: its name, how far apart its prices are, and the prices.</summary>
/// <remarks><c>σ = √(Σ rₙ² / n / Δ)</c>, <c>rₙ = ln(Sₙ/Sₙ₋₁)</c>, Δ in years of 365 days, mean zero, divisor n: as the moving estimate has it, with which it is mixed.</remarks>
public sealed class StressedPeriod
{
    /// <summary>Takes a period.</summary>
    /// <param name="name">What people call it, for example <c>March 2020</c>.</param>
    /// <param name="interval">Between neighbouring prices, positive.</param>
    /// <param name="prices">In order, all positive, at least two, not all the same.</param>
    /// <exception cref="ArgumentException">A price is missing or not positive, or none differs from another; the message names the period and the place.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    public StressedPeriod(string name, TimeSpan interval, IReadOnlyList<decimal> prices)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(prices);
        if (prices.Count < 2)
        {
            throw new ArgumentException($"The stressed period {name} has {prices.Count} prices; it takes two for a return.", nameof(prices));
        }

        for (var n = 0; n < prices.Count; n++)
        {
            if (prices[n] <= 0)
            {
                throw new ArgumentException($"Price {n} of the stressed period {name} is {prices[n]}; a price is positive.", nameof(prices));
            }
        }

        Name = name;
        Volatility = Math.Sqrt(MeanSquare(prices) / DynamicTime.Years(interval));
        if (!(Volatility > 0))
        {
            throw new ArgumentException($"The prices of the stressed period {name} do not move.", nameof(prices));
        }
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Annual volatility, a positive fraction.</summary>
    public double Volatility { get; }

    private static double MeanSquare(IReadOnlyList<decimal> prices)
    {
        var sum = 0.0;
        for (var n = 1; n < prices.Count; n++)
        {
            var move = Logarithm.OfRatio(OneLane.Of((double)prices[n]), OneLane.Of((double)prices[n - 1])).Number;
            sum += move * move;
        }

        return sum / (prices.Count - 1);
    }
}
