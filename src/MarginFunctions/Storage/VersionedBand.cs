using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Storage;

/// <summary>A published band.</summary>
/// <param name="Version">The shard version it was made for.</param>
/// <param name="Band">The marks that leave the shard's statuses alone.</param>
internal sealed record VersionedBand(long Version, PriceBand Band);
