namespace MarginFunctions.Risk.Tail;

/// <summary>An exponentially weighted estimate of covariance and correlation, a vector of returns at a time.</summary>
/// <remarks>
/// <c>σ²ᵢⱼ,ₜ₊₁ = λ·σ²ᵢⱼ,ₜ + (1 − λ)·rᵢ,ₜ·rⱼ,ₜ</c>, means zero; correlation is <c>σ²ᵢⱼ/(σᵢ·σⱼ)</c>. RiskMetrics Technical Document, 4th edition, 1996, section 5.2. One λ for every
/// pair keeps the matrix positive semidefinite. Immutable.
/// </remarks>
public sealed class EwmaCovariance
{
    private readonly double[] covariance;

    private EwmaCovariance(double decay, int count, double[] covariance)
    {
        Decay = decay;
        Count = count;
        this.covariance = covariance;
    }

    /// <summary>λ.</summary>
    public double Decay { get; }

    /// <summary>How many returns a vector has.</summary>
    public int Count { get; }

    /// <summary>The covariance matrix, row by row, symmetric to the bit.</summary>
    public ReadOnlySpan<double> Matrix => covariance;

    /// <summary>Starts from a covariance matrix.</summary>
    /// <param name="decay">λ, above 0 and below 1.</param>
    /// <param name="covariance">Row by row, symmetric, positive definite.</param>
    /// <param name="count">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">The matrix is not symmetric and positive definite; the message names the entry or pivot.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ out of range.</exception>
    public static EwmaCovariance From(double decay, ReadOnlySpan<double> covariance, int count)
    {
        EwmaVolatility.ThrowIfNoDecay(decay);
        _ = CholeskyFactor.Of(covariance, count);
        var copy = covariance.ToArray();
        for (var row = 0; row < count; row++)
        {
            for (var column = row + 1; column < count; column++)
            {
                copy[row * count + column] = copy[column * count + row];
            }
        }

        return new EwmaCovariance(decay, count, copy);
    }

    /// <summary>The estimate after one more vector of returns of the same moment.</summary>
    /// <param name="returns">As many finite returns as <see cref="Count"/>.</param>
    /// <exception cref="ArgumentException">A return is missing or not finite, or a product of two overflows.</exception>
    public EwmaCovariance Update(ReadOnlySpan<double> returns)
    {
        if (returns.Length != Count)
        {
            throw new ArgumentException($"{returns.Length} returns were given for {Count} prices.", nameof(returns));
        }

        for (var n = 0; n < Count; n++)
        {
            EwmaVolatility.ThrowIfNotFinite(returns[n], n);
        }

        var next = new double[covariance.Length];
        for (var row = 0; row < Count; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var entry = Decay * covariance[row * Count + column] + (1 - Decay) * returns[row] * returns[column];
                if (!double.IsFinite(entry))
                {
                    throw new ArgumentException($"The covariance of returns {row} and {column} overflows.", nameof(returns));
                }

                next[row * Count + column] = entry;
                next[column * Count + row] = entry;
            }
        }

        return new EwmaCovariance(Decay, Count, next);
    }

    /// <summary>The covariance of two returns.</summary>
    public double Covariance(int one, int other) => covariance[Place(one, other)];

    /// <summary>The volatility of a return, <c>√covariance(i, i)</c>.</summary>
    public double Volatility(int index) => Math.Sqrt(Covariance(index, index));

    /// <summary>The correlation of two returns, in [−1, 1] up to rounding; exactly 1 of a return with itself.</summary>
    /// <exception cref="InvalidOperationException">A volatility has decayed to zero: there is no correlation.</exception>
    public double Correlation(int one, int other)
    {
        var product = Volatility(one) * Volatility(other);
        if (!(product > 0))
        {
            throw new InvalidOperationException($"Return {(Volatility(one) > 0 ? other : one)} has volatility zero and so no correlation.");
        }

        return one == other ? 1 : Covariance(one, other) / product;
    }

    private int Place(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Count);
        return row * Count + column;
    }
}
