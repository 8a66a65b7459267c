using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>The committed bands, by symbol and by shard, for readers on any thread.</summary>
internal sealed class CommittedBands
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<int, PriceBand>> bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Dictionary<string, VersionedBand>> byShard = [];

    /// <summary>Takes a shard's bands in place of those it had.</summary>
    public void Publish(int shard, Dictionary<string, VersionedBand> bands)
    {
        lock (gate)
        {
            if (byShard.TryGetValue(shard, out var before))
            {
                foreach (var symbol in before.Keys.Where(symbol => !bands.ContainsKey(symbol)))
                {
                    bySymbol[symbol].Remove(shard);
                }
            }

            byShard[shard] = bands;
            foreach (var (symbol, row) in bands)
            {
                if (!bySymbol.TryGetValue(symbol, out var shards))
                {
                    bySymbol[symbol] = shards = [];
                }

                shards[shard] = row.Band;
            }
        }
    }

    public List<int> FindLeft(string symbol, decimal mark)
    {
        var left = new List<int>();
        lock (gate)
        {
            if (bySymbol.TryGetValue(symbol, out var shards))
            {
                foreach (var (shard, band) in shards)
                {
                    if (!band.Contains(mark))
                    {
                        left.Add(shard);
                    }
                }
            }
        }

        return left;
    }

    public Dictionary<string, PriceBand> ReadShard(int shard)
    {
        lock (gate)
        {
            return byShard.TryGetValue(shard, out var bands)
                ? bands.ToDictionary(pair => pair.Key, pair => pair.Value.Band, StringComparer.Ordinal)
                : new Dictionary<string, PriceBand>(StringComparer.Ordinal);
        }
    }
}
