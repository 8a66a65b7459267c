namespace MarginFunctions.Engine.Cover;

/// <summary>Why a fund has a settlement.</summary>
public enum FundSettlementKind
{
    /// <summary>The venue's capital has given the fund money.</summary>
    Capital,

    /// <summary>The fund's part of a liquidation fee.</summary>
    Fee,

    /// <summary>It was decided at whose risk a pool is closed. No money moves.</summary>
    Bankrupt,

    /// <summary>A bad debt was paid: by the fund, and by the venue's capital what the fund could not pay.</summary>
    BadDebt,

    /// <summary>Winners paid the capital back what it had paid of the bad debts since the last of these, as far as their profits reach.</summary>
    LossShare,
}
