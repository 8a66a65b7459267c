namespace MarginFunctions.Engine.Cover;

/// <summary>What the insurance fund decided.</summary>
public enum CoverageAnswerKind
{
    /// <summary>The account bears a part of another's loss.</summary>
    LossShare,

    /// <summary>The pool may be closed at the market: the fund stands behind it.</summary>
    Backed,

    /// <summary>The fund cannot stand behind it: positions are closed against each other at the bankruptcy price. Sent to the bankrupt account and to each winner, with its own orders.</summary>
    Deleverage,
}
