namespace MarginFunctions.Risk.Coverage;

/// <summary>A part of a pool that a price moves.</summary>
/// <param name="Kind">Position or collateral.</param>
/// <param name="Name">The instrument, or the asset.</param>
public readonly record struct PoolItem(PoolItemKind Kind, string Name);
