namespace MarginFunctions.Engine.State;

/// <summary>Why the engine has moved money of an account.</summary>
public enum AccountEntryKind
{
    /// <summary>From the customer's reserve, positive.</summary>
    ReserveTransfer,

    /// <summary>Drawn on the credit line, positive.</summary>
    LoanDraw,

    /// <summary>Interest on what was drawn, negative.</summary>
    LoanInterest,

    /// <summary>Paid back to the lender, negative.</summary>
    LoanRepayment,

    /// <summary>The fee of a liquidation's fill, negative.</summary>
    LiquidationFee,

    /// <summary>A bad debt that the insurance fund, or those after it, take over, positive.</summary>
    CoverPayment,

    /// <summary>A winner's part of a loss that the fund could not pay, negative.</summary>
    LossShare,
}
