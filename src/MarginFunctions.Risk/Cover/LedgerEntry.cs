namespace MarginFunctions.Risk.Cover;

/// <summary>One movement of money: what one account gives and another has.</summary>
public sealed record LedgerEntry
{
    /// <summary>One entry.</summary>
    /// <param name="id">What makes it the same entry when it comes again; not empty.</param>
    /// <param name="debit">The account that gives.</param>
    /// <param name="credit">The account that receives; another one.</param>
    /// <param name="amount">Positive, at most 8 places.</param>
    /// <param name="currency">Not empty.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the entry and the value.</exception>
    public LedgerEntry(string id, string debit, string credit, decimal amount, string currency)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(debit);
        ArgumentException.ThrowIfNullOrEmpty(credit);
        ArgumentException.ThrowIfNullOrEmpty(currency);
        if (debit == credit)
        {
            throw new ArgumentException($"Entry {id} has {debit} on both sides.", nameof(credit));
        }

        if (amount <= 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"Entry {id} moves {amount}; an amount is positive. Turn its sides round instead."), nameof(amount));
        }

        LedgerUnits.Require(amount, $"Entry {id}", nameof(amount));
        Id = id;
        Debit = debit;
        Credit = credit;
        Amount = amount;
        Currency = currency;
    }

    /// <summary>What makes it the same entry when it comes again.</summary>
    public string Id { get; }

    /// <summary>The account that gives.</summary>
    public string Debit { get; }

    /// <summary>The account that receives.</summary>
    public string Credit { get; }

    /// <summary>Positive.</summary>
    public decimal Amount { get; }

    /// <summary>What it is in.</summary>
    public string Currency { get; }
}
