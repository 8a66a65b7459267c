using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Bands in memory, tagged with versions; each row is written by itself.</summary>
internal sealed class InMemoryBandIndex(PortSteps steps) : IBandIndex
{
    private readonly SortedDictionary<(int Shard, string Symbol), (long Version, PriceBand Band)> rows = [];

    public async Task NarrowAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken)
    {
        await steps.Enter($"bands.Narrow v{version}").ConfigureAwait(false);
        foreach (var (symbol, band) in bands)
        {
            lock (rows)
            {
                rows[(shard, symbol)] = rows.TryGetValue((shard, symbol), out var row)
                    ? (Math.Max(row.Version, version), row.Band.Intersect(band))
                    : (version, band);
            }

            await steps.Between("bands.Narrow").ConfigureAwait(false);
        }
    }

    public async Task ReplaceAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken)
    {
        await steps.Enter($"bands.Replace v{version}").ConfigureAwait(false);
        foreach (var (symbol, band) in bands)
        {
            Change((shard, symbol), version, band);
            await steps.Between("bands.Replace").ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<int>> FindLeftAsync(string symbol, decimal mark, CancellationToken cancellationToken)
    {
        await steps.Enter($"bands.FindLeft {symbol}").ConfigureAwait(false);
        List<int> left;
        lock (rows)
        {
            left = [.. rows.Where(r => r.Key.Symbol == symbol && !r.Value.Band.Contains(mark)).Select(r => r.Key.Shard).Order()];
        }

        await steps.Leave("bands.FindLeft").ConfigureAwait(false);
        return left;
    }

    public async Task<IReadOnlyDictionary<string, PriceBand>> ReadShardAsync(int shard, CancellationToken cancellationToken)
    {
        await steps.Enter("bands.ReadShard").ConfigureAwait(false);
        var bands = Now(shard);
        await steps.Leave("bands.ReadShard").ConfigureAwait(false);
        return bands;
    }

    /// <summary>A shard's bands as they are now.</summary>
    public Dictionary<string, PriceBand> Now(int shard)
    {
        lock (rows)
        {
            return rows.Where(r => r.Key.Shard == shard).ToDictionary(r => r.Key.Symbol, r => r.Value.Band, StringComparer.Ordinal);
        }
    }

    private void Change((int Shard, string Symbol) key, long version, PriceBand band)
    {
        lock (rows)
        {
            if (!rows.TryGetValue(key, out var row) || row.Version <= version)
            {
                rows[key] = (version, band);
            }
        }
    }
}
