namespace MarginFunctions.Risk.Tail;

/// <summary>An exponentially weighted estimate of volatility, a return at a time.</summary>
/// <remarks>
/// <c>σ²ₜ₊₁ = λ·σ²ₜ + (1 − λ)·r²ₜ</c>, mean zero: RiskMetrics Technical Document, 4th edition, J.P. Morgan and Reuters, 1996, section 5.2; λ is 0.94 for daily and 0.97 for monthly
/// returns there. Immutable.
/// </remarks>
public sealed record EwmaVolatility
{
    /// <summary>Starts from a variance.</summary>
    /// <param name="decay">λ, above 0 and below 1.</param>
    /// <param name="variance">Variance of the next return, finite, not negative; a fraction squared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public EwmaVolatility(double decay, double variance)
    {
        ThrowIfNoDecay(decay);
        if (!(variance >= 0 && double.IsFinite(variance)))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, $"The variance is {variance}; it is finite and not negative.");
        }

        Decay = decay;
        Variance = variance;
    }

    /// <summary>λ.</summary>
    public double Decay { get; }

    /// <summary>The variance expected of the next return.</summary>
    public double Variance { get; }

    /// <summary>The volatility expected of the next return, <c>√variance</c>, over the returns' own period.</summary>
    public double Volatility => Math.Sqrt(Variance);

    /// <summary>Starts from the mean square of returns, divisor <c>n</c>, mean zero.</summary>
    /// <param name="decay">λ, above 0 and below 1.</param>
    /// <param name="returns">Finite returns, at least one.</param>
    /// <exception cref="ArgumentException">No returns, or one that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ out of range.</exception>
    public static EwmaVolatility FromReturns(double decay, ReadOnlySpan<double> returns)
    {
        if (returns.IsEmpty)
        {
            throw new ArgumentException("There are no returns to start a volatility from.", nameof(returns));
        }

        var sum = 0.0;
        for (var n = 0; n < returns.Length; n++)
        {
            ThrowIfNotFinite(returns[n], n);
            sum += returns[n] * returns[n];
        }

        return new EwmaVolatility(decay, sum / returns.Length);
    }

    /// <summary>The estimate after one more return.</summary>
    /// <exception cref="ArgumentException">The return is not finite.</exception>
    public EwmaVolatility Update(double nextReturn)
    {
        ThrowIfNotFinite(nextReturn, 0);
        return new EwmaVolatility(Decay, Next(Decay, Variance, nextReturn));
    }

    internal static double Next(double decay, double variance, double nextReturn) => decay * variance + (1 - decay) * nextReturn * nextReturn;

    internal static void ThrowIfNoDecay(double decay)
    {
        if (!(decay > 0 && decay < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, $"The decay is {decay}; it lies above 0 and below 1.");
        }
    }

    internal static void ThrowIfNotFinite(double value, int place)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"Return {place} is {value}; a return is a finite number.", nameof(value));
        }
    }
}
