namespace MarginFunctions.Engine.Shards;

/// <summary>Other writers or ticks were first too often. The work has changed nothing that is not whole; it is to be tried again later.</summary>
/// <param name="shard">The shard.</param>
/// <param name="attempts">How often it was tried.</param>
public sealed class ShardContendedException(int shard, int attempts)
    : Exception($"Shard {shard} was changed by others {attempts} times in a row. Try the work again later; if this goes on, see whether two deployments share the tables.");
