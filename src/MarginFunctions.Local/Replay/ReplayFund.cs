using MarginFunctions.Engine.Cover;

namespace MarginFunctions.Local.Replay;

/// <summary>The insurance fund at the end of a run, in account currency.</summary>
/// <param name="Balance">What it has.</param>
/// <param name="Fees">Its part of liquidation fees.</param>
/// <param name="Paid">What it has paid for bad debts.</param>
/// <param name="BorneByWinners">What winners bore after it.</param>
/// <param name="BorneByCapital">What the venue's capital bore after it.</param>
internal sealed record ReplayFund(decimal Balance, decimal Fees, decimal Paid, decimal BorneByWinners, decimal BorneByCapital)
{
    /// <summary>The figures of a fund: of its balance, what is neither an endowment nor a payment is fees.</summary>
    public static ReplayFund Of(FundState fund) =>
        new(fund.Balance, fund.Balance + fund.Drawn + fund.Capital + fund.BorneByCapital, fund.Drawn, fund.SharedByWinners, fund.BorneByCapital);
}
