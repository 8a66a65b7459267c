namespace MarginFunctions.Engine.Cover;

/// <summary>What is asked of the insurance fund.</summary>
public enum CoverageRequestKind
{
    /// <summary>The fund's part of a liquidation fee, for the fund to book. Not answered.</summary>
    Fee,

    /// <summary>A pool in liquidation has equity below zero and positions left: at whose risk are they closed? Answered by <see cref="CoverageAnswerKind.Backed"/> or <see cref="CoverageAnswerKind.Deleverage"/>.</summary>
    Bankrupt,

    /// <summary>
    /// A loss beyond what the account had, which the account's ledger has been made whole of in the transaction that asks: the fund pays it, and who bears what it cannot pay is the fund's to decide. The account itself is
    /// not answered; winners that share the loss get a <see cref="CoverageAnswerKind.LossShare"/>.
    /// </summary>
    BadDebt,
}
