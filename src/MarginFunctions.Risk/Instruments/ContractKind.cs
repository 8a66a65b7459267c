namespace MarginFunctions.Risk.Instruments;

/// <summary>How long a contract lives.</summary>
public enum ContractKind
{
    /// <summary>No expiry; held to its index by funding payments.</summary>
    Perpetual,

    /// <summary>A dated future, settled at its expiry.</summary>
    Future,
}
