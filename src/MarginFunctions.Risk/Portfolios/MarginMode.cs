namespace MarginFunctions.Risk.Portfolios;

/// <summary>Whose collateral stands behind a position.</summary>
public enum MarginMode
{
    /// <summary>The account's pooled collateral, together with all its other cross positions.</summary>
    Cross,

    /// <summary>Only the margin set aside for this position; it is assessed and liquidated alone.</summary>
    Isolated,
}
