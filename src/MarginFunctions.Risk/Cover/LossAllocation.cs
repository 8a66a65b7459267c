namespace MarginFunctions.Risk.Cover;

/// <summary>Who comes after the insurance fund.</summary>
public enum LossAllocation
{
    /// <summary>Positions that the fund cannot stand behind are closed against those of winners, at the bankruptcy price. What is lost all the same is the venue's.</summary>
    Deleveraging,

    /// <summary>Positions are closed at the market, and what the fund cannot pay is shared among winners in proportion to their profits.</summary>
    Mutualisation,
}
