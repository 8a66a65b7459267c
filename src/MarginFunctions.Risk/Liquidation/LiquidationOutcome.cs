namespace MarginFunctions.Risk.Liquidation;

/// <summary>How far a plan goes.</summary>
public enum LiquidationOutcome
{
    /// <summary>The pool is at its level already.</summary>
    None,

    /// <summary>Closing a part restores the level.</summary>
    Partial,

    /// <summary>All positions are closed: no part of them restores the level.</summary>
    Full,
}
