namespace MarginFunctions.Risk.Tail;

/// <summary>Returns of the past brought to today's volatility before a history is used as scenarios.</summary>
/// <remarks>
/// <c>r*ₜ = rₜ·σ_now/σₜ</c>: Hull and White, "Incorporating volatility updating into the historical simulation method for value-at-risk", Journal of Risk 1(1), 1998. <c>σₜ</c> is
/// the volatility that was expected of the return at <c>t</c> from the returns before it, by <see cref="EwmaVolatility"/>, and <c>σ_now</c> what is expected after the last. Each
/// price is filtered by its own volatility; a joint history keeps its dates, and with them its dependence.
/// </remarks>
public static class VolatilityFilter
{
    /// <summary>Rescales returns.</summary>
    /// <param name="returns">Finite returns of one price, oldest first, at least one.</param>
    /// <param name="before">The volatility expected of the oldest return, positive.</param>
    /// <param name="destination">Receives the rescaled returns, as long as <paramref name="returns"/>; may be the same span.</param>
    /// <returns>The volatility expected after the last return, <c>σ_now</c>.</returns>
    /// <exception cref="ArgumentException">No returns, one that is not finite or that overflows, another length, or a volatility that is zero; the message names the return.</exception>
    public static EwmaVolatility Rescale(ReadOnlySpan<double> returns, EwmaVolatility before, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (returns.IsEmpty)
        {
            throw new ArgumentException("There are no returns to rescale.", nameof(returns));
        }

        if (destination.Length != returns.Length)
        {
            throw new ArgumentException($"The destination holds {destination.Length} of {returns.Length} returns.", nameof(destination));
        }

        var variance = before.Variance;
        for (var n = 0; n < returns.Length; n++)
        {
            EwmaVolatility.ThrowIfNotFinite(returns[n], n);
            if (variance == 0)
            {
                throw new ArgumentException($"The volatility before return {n} is zero; nothing can be rescaled by it.", nameof(before));
            }

            variance = EwmaVolatility.Next(before.Decay, variance, returns[n]);
            if (!double.IsFinite(variance))
            {
                throw new ArgumentException($"Return {n} is {returns[n]}; the variance after it overflows.", nameof(returns));
            }
        }

        var now = new EwmaVolatility(before.Decay, variance);
        variance = before.Variance;
        for (var n = 0; n < returns.Length; n++)
        {
            var (then, original) = (Math.Sqrt(variance), returns[n]);
            variance = EwmaVolatility.Next(before.Decay, variance, original);
            var rescaled = original * (now.Volatility / then);
            destination[n] = double.IsFinite(rescaled)
                ? rescaled
                : throw new ArgumentException($"Return {n} is {original} and the volatility before it {then}; at today's, {now.Volatility}, it overflows.", nameof(returns));
        }

        return now;
    }
}
