namespace MarginFunctions.Risk.Coverage;

/// <summary>What a part of a pool is.</summary>
public enum PoolItemKind
{
    /// <summary>A perpetual, a future or an option.</summary>
    Position,

    /// <summary>An asset that stands behind the positions.</summary>
    Collateral,
}
