namespace MarginFunctions.Risk.Cover;

/// <summary>A bankrupt position closed against opposite ones at its bankruptcy price, the first in rank first: it is closed without a loss for the fund, and they give up what the price has gone beyond.</summary>
/// <remarks>Sizes are whole lots; an account gives at most the whole lots it has, and never turns its position round.</remarks>
/// <param name="Fills">In order of rank. Their sizes and <paramref name="Left"/> sum to the size exactly.</param>
/// <param name="Left">What no opposite position takes, without sign: less than a lot, or what they are too small for.</param>
public sealed record Deleveraging(IReadOnlyList<DeleveragingFill> Fills, decimal Left)
{
    /// <summary>The order in which accounts are asked: opposite positions with equity behind them by falling score, ties by account id.</summary>
    /// <param name="quantity">The bankrupt position, signed.</param>
    /// <param name="candidates">All positions in the instrument.</param>
    public static IReadOnlyList<DeleveragingCandidate> Rank(decimal quantity, IReadOnlyList<DeleveragingCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return
        [
            .. candidates.Where(c => Math.Sign(c.Quantity) == -Math.Sign(quantity) && c.Equity > 0).Select(Checked)
                .OrderByDescending(c => c.Score).ThenBy(c => c.Account, StringComparer.Ordinal),
        ];
    }

    /// <summary>Closes a position.</summary>
    /// <param name="quantity">The bankrupt position, signed; 0 closes nothing.</param>
    /// <param name="lot">Contracts in a lot, positive.</param>
    /// <param name="bankruptcyPrice">Positive.</param>
    /// <param name="candidates">All positions in the instrument, each account once.</param>
    /// <exception cref="ArgumentException">A candidate is not as its type says, or an account comes twice; the message names it.</exception>
    public static Deleveraging Of(decimal quantity, decimal lot, decimal bankruptcyPrice, IReadOnlyList<DeleveragingCandidate> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lot);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bankruptcyPrice);
        var ranked = Rank(quantity, candidates);
        if (ranked.GroupBy(c => c.Account, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Account {twice.Key} is given twice.", nameof(candidates));
        }

        var left = Math.Abs(quantity);
        var fills = new List<DeleveragingFill>();
        foreach (var candidate in ranked)
        {
            var lots = Math.Min(decimal.Floor(left / lot), decimal.Floor(Math.Abs(candidate.Quantity) / lot));
            if (lots > 0)
            {
                fills.Add(new DeleveragingFill(candidate.Account, candidate.Quantity > 0 ? -lots * lot : lots * lot, bankruptcyPrice));
                left -= lots * lot;
            }
        }

        return new Deleveraging(fills, left);
    }

    private static DeleveragingCandidate Checked(DeleveragingCandidate candidate)
    {
        if (string.IsNullOrEmpty(candidate.Account) || candidate.EntryNotional <= 0 || candidate.Notional <= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Account {candidate.Account} has notional {candidate.Notional} and {candidate.EntryNotional} at entry; both are positive."), nameof(candidate));
        }

        return candidate;
    }
}
