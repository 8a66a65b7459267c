namespace MarginFunctions.Risk.Scenarios;

/// <summary>What protects against a fall of collateral in coin. Always one of the two, never both.</summary>
public enum CollateralTreatment
{
    /// <summary>Scenarios: the coin moves with its underlying and offsets derivatives on it; the haircut that equity was cut by is given back in every scenario.</summary>
    Netted,

    /// <summary>The haircut: scenarios leave collateral as it is, and it offsets nothing.</summary>
    Haircut,
}
