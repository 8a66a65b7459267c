namespace MarginFunctions.Engine.Liquidation;

/// <summary>What a fill was for the account's jobs.</summary>
internal enum FillEffect
{
    /// <summary>More than was known, and not more than was ordered.</summary>
    News,

    /// <summary>Late or repeated: as much or more was known.</summary>
    Known,

    /// <summary>More than was ordered. What is held is a fact; what is charged is what was ordered.</summary>
    TooMuch,

    /// <summary>Of a job or an order that the account does not remember. Nothing is charged for it.</summary>
    Unknown,
}
