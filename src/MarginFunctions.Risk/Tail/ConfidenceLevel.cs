namespace MarginFunctions.Risk.Tail;

/// <summary>The probability with which a loss does not exceed value at risk: above 0.5 and below 1, for example 0.99.</summary>
/// <remarks>
/// Held as <c>decimal</c>, at most 12 places: the number of scenarios in the tail, <c>n·(1 − c)</c>, decides which scenario is read, and in <c>double</c> 100·(1 − 0.99) is a
/// little more than 1. The default value is no level; reading it is an error.
/// </remarks>
public readonly record struct ConfidenceLevel
{
    internal const int Places = 12;

    private readonly decimal value;

    /// <summary>Takes a level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not above 0.5 and below 1, or has more than 12 places.</exception>
    public ConfidenceLevel(decimal value)
    {
        if (value is not (> 0.5m and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The confidence level is {value}; it lies above 0.5 and below 1.");
        }

        if (value != decimal.Round(value, Places))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The confidence level is {value}; it has at most {Places} places.");
        }

        this.value = value;
    }

    /// <summary>The level <c>c</c>.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public decimal Value => value > 0 ? value : throw new InvalidOperationException("The confidence level was never set.");

    /// <summary>The probability of the tail, <c>1 − c</c>, exact.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public decimal TailProbability => 1 - Value;
}
