namespace MarginFunctions.Risk.Cover;

/// <summary>What the insurance fund pays of a loss and what is left for others. <c>Paid + Left</c> is the loss; the fund never falls below zero.</summary>
/// <param name="Paid">What the fund pays, from 0 to its balance.</param>
/// <param name="Left">What is left of the loss, for auto-deleveraging or mutualisation.</param>
public readonly record struct FundDraw(decimal Paid, decimal Left)
{
    /// <summary>Draws on the fund.</summary>
    /// <param name="loss">Not negative, at most 8 places.</param>
    /// <param name="balance">What the fund has, not negative.</param>
    public static FundDraw Of(decimal loss, decimal balance)
    {
        // A difference of equal decimals may be a zero with a minus, which ThrowIfNegative takes for a negative number.
        ArgumentOutOfRangeException.ThrowIfLessThan(loss, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(balance, 0);
        LedgerUnits.Require(loss, "The loss", nameof(loss));
        LedgerUnits.Require(balance, "The fund's balance", nameof(balance));
        var paid = Math.Min(loss, balance);
        return new FundDraw(paid, loss - paid);
    }
}
