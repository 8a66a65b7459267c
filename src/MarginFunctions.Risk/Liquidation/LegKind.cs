namespace MarginFunctions.Risk.Liquidation;

/// <summary>What an order closes or sells.</summary>
public enum LegKind
{
    /// <summary>A perpetual or future.</summary>
    Position,

    /// <summary>An option.</summary>
    Option,

    /// <summary>Collateral other than the account currency.</summary>
    Collateral,
}
