namespace MarginFunctions.Risk.Coverage;

/// <summary>The most that the probability of a margin call may be: above 0 and below 1, at most 12 places, for example 0.01. The default value is none; reading it is an error.</summary>
public readonly record struct CallProbability
{
    private const int Places = 12;

    private readonly decimal value;

    /// <summary>Takes a probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not above 0 and below 1, or has more than 12 places.</exception>
    public CallProbability(decimal value)
    {
        if (value is not (> 0 and < 1) || value != decimal.Round(value, Places))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The call probability is {value}; it lies above 0 and below 1, with at most {Places} places.");
        }

        this.value = value;
    }

    /// <summary>The probability <c>p</c>.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public decimal Value => value > 0 ? value : throw new InvalidOperationException("The call probability was never set.");
}
