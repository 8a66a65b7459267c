using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>A band and the shard version it was made for.</summary>
internal readonly record struct VersionedBand(long Version, PriceBand Band);
