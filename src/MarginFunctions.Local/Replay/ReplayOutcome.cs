namespace MarginFunctions.Local.Replay;

/// <summary>How shortfalls ended. Accounts are counted once in a row, and may be in several; amounts are in account currency.</summary>
/// <param name="CuredByDeposit">Accounts with a call that was met after the customer had paid in.</param>
/// <param name="CuredByReserve">Accounts that a transfer from the reserve kept from being called, or released.</param>
/// <param name="CuredByLoan">Accounts that a margin loan kept from being called, or released.</param>
/// <param name="CuredByPartialLiquidation">Accounts with a liquidation that ended with positions left, some having been closed.</param>
/// <param name="FullyLiquidated">Accounts with a liquidation that ended with no position left.</param>
/// <param name="NotionalSold">What liquidation orders closed of positions, at their prices; deleveraging not counted.</param>
/// <param name="NotionalOfFullLiquidation">What they would have closed had every pool been closed whole: its positions at the marks when its liquidation began.</param>
/// <param name="CollateralSold">What was received for collateral.</param>
/// <param name="Deleveraged">What was closed against other accounts at the bankruptcy price, both sides counted.</param>
/// <param name="ReserveTransferred">From reserves.</param>
/// <param name="Lent">Drawn on credit lines.</param>
/// <param name="Interest">On loans.</param>
/// <param name="Repaid">Of loans.</param>
/// <param name="Fees">Liquidation fees charged.</param>
/// <param name="CoverPaid">Bad debts of accounts that were taken over.</param>
/// <param name="LossShares">Borne by winners.</param>
internal sealed record ReplayOutcome(
    int CuredByDeposit,
    int CuredByReserve,
    int CuredByLoan,
    int CuredByPartialLiquidation,
    int FullyLiquidated,
    decimal NotionalSold,
    decimal NotionalOfFullLiquidation,
    decimal CollateralSold,
    decimal Deleveraged,
    decimal ReserveTransferred,
    decimal Lent,
    decimal Interest,
    decimal Repaid,
    decimal Fees,
    decimal CoverPaid,
    decimal LossShares);
