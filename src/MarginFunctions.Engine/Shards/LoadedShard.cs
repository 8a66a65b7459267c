using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Engine.Shards;

/// <summary>A shard in memory, as of one version of its header.</summary>
internal sealed class LoadedShard(int shard)
{
    /// <summary>The shard.</summary>
    public int Shard { get; } = shard;

    /// <summary>The header it is a copy of; null for a new shard.</summary>
    public StoredHeader? Header { get; set; }

    /// <summary>All accounts, by id.</summary>
    public Dictionary<string, AccountEntry> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>At least what the band index holds for this shard, by symbol: another worker may have narrowed it since, but not widened it without raising the version.</summary>
    public Dictionary<string, PriceBand> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>Messages that are committed and may not have been sent.</summary>
    public List<ShardRow> Outbox { get; } = [];

    /// <summary>What the minute has refused its liquidations.</summary>
    public UsedUpMarkets Refused { get; } = new();

    /// <summary>False until this worker has put its own version on every band row of the shard, which stops its predecessor from widening them.</summary>
    public bool OwnsBands { get; set; }
}
