namespace MarginFunctions.Risk.Cover;

/// <summary>Money that the venue's capital gives the insurance fund after it was opened.</summary>
public sealed record FundTopUp
{
    /// <summary>One top-up.</summary>
    /// <param name="id">What makes it the same one when it is read again; not empty.</param>
    /// <param name="amount">In account currency, positive, at most 10¹⁷, at most 8 places.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the top-up and the value.</exception>
    public FundTopUp(string id, decimal amount)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        LedgerUnits.Require(amount, $"Top-up {id}", nameof(amount));
        if (amount <= 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"Top-up {id} is {amount}; it must be positive."), nameof(amount));
        }

        Id = id;
        Amount = amount;
    }

    /// <summary>What makes it the same one when it is read again.</summary>
    public string Id { get; }

    /// <summary>In account currency.</summary>
    public decimal Amount { get; }
}
