using System.Numerics;

namespace MarginFunctions.Risk.Cover;

/// <summary>A loss shared among winners in proportion to their profits, to the last unit of 10⁻⁸.</summary>
/// <remarks>
/// With <c>L</c> the loss, <c>p</c> the profits and <c>P = Σp</c>, all in units, and <c>B = min(L, P)</c>: each bears <c>⌊B·p/P⌋</c>, and the units that are left over go one each to the largest remainders <c>B·p mod P</c> (Hamilton's method), ties
/// by account id. Nobody bears more than the profit: a remainder is only left where <c>B·p/P</c> is below <c>p</c>. Whole numbers of any size, so nothing is rounded.
/// </remarks>
/// <param name="Shares">What each winner bears, by account id in ordinal order; those who bear nothing are left out.</param>
/// <param name="Left">The part of the loss above all profits. It stays bad debt; it is never lost.</param>
public sealed record Mutualisation(IReadOnlyList<LossShare> Shares, decimal Left)
{
    /// <summary>Shares a loss.</summary>
    /// <param name="loss">Not negative, at most 8 places.</param>
    /// <param name="profits">Each account once; not negative, at most 8 places.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the account and the value.</exception>
    public static Mutualisation Of(decimal loss, IReadOnlyList<LossShare> profits)
    {
        ArgumentNullException.ThrowIfNull(profits);
        ArgumentOutOfRangeException.ThrowIfLessThan(loss, 0);
        LedgerUnits.Require(loss, "The loss", nameof(loss));
        LossShare[] winners = [.. profits.OrderBy(p => p.Account, StringComparer.Ordinal)];
        for (var n = 0; n < winners.Length; n++)
        {
            Check(winners, n);
        }

        BigInteger[] units = [.. winners.Select(w => LedgerUnits.Of(w.Amount))];
        var total = units.Aggregate(BigInteger.Zero, (sum, p) => sum + p);
        var borne = BigInteger.Min(LedgerUnits.Of(loss), total);
        var left = loss - LedgerUnits.ToAmount(borne);
        if (borne.IsZero)
        {
            return new Mutualisation([], left);
        }

        var shares = new BigInteger[units.Length];
        var remainders = new BigInteger[units.Length];
        var given = BigInteger.Zero;
        for (var n = 0; n < units.Length; n++)
        {
            (shares[n], remainders[n]) = BigInteger.DivRem(borne * units[n], total);
            given += shares[n];
        }

        // Winners are in order of their ids and the sort is stable: ties go to the first.
        foreach (var n in Enumerable.Range(0, units.Length).OrderByDescending(n => remainders[n]).Take((int)(borne - given)))
        {
            shares[n]++;
        }

        return new Mutualisation([.. winners.Select((w, n) => new LossShare(w.Account, LedgerUnits.ToAmount(shares[n]))).Where(s => s.Amount > 0)], left);
    }

    private static void Check(LossShare[] winners, int n)
    {
        var (account, profit) = winners[n];
        ArgumentException.ThrowIfNullOrEmpty(account, nameof(winners));
        if (profit < 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"Account {account} has profit {profit}; only winners share a loss."), nameof(winners));
        }

        LedgerUnits.Require(profit, $"The profit of account {account}", nameof(winners));
        if (n > 0 && winners[n - 1].Account == account)
        {
            throw new ArgumentException($"Account {account} is given twice.", nameof(winners));
        }
    }
}
