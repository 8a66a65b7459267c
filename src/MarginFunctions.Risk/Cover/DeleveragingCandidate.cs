namespace MarginFunctions.Risk.Cover;

/// <summary>A position that may be closed against one that is bankrupt.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Quantity">Contracts, signed.</param>
/// <param name="Profit">Unrealised profit at the mark, in account currency.</param>
/// <param name="EntryNotional">Size at entry, in account currency, positive.</param>
/// <param name="Notional">Size at the mark, in account currency, positive.</param>
/// <param name="Equity">What stands behind it, in account currency. Without any the account is bankrupt itself and is not asked.</param>
public readonly record struct DeleveragingCandidate(string Account, decimal Quantity, decimal Profit, decimal EntryNotional, decimal Notional, decimal Equity)
{
    /// <summary>
    /// Its rank: <c>r·l</c> for a profit and <c>r/l</c> for a loss, with <c>r = profit/entry notional</c> and <c>l = notional/equity</c>. Who has won most with most leverage is first. Source: BitMEX support,
    /// "What is Auto-Deleveraging?" (no date), whose leverage is the mark value over what it is above the bankrupt value; here equity stands for that difference.
    /// </summary>
    /// <remarks>Equity counts as at least 10⁻⁸ of the notional, so that leverage stays finite.</remarks>
    public decimal Score
    {
        get
        {
            var rate = Profit / EntryNotional;
            var leverage = Notional / Math.Max(Equity, Notional / 100_000_000);
            return Profit > 0 ? rate * leverage : rate / leverage;
        }
    }
}
