using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Engine.Ports;

/// <summary>
/// For each symbol and shard, the band of marks within which no status in the shard can change. Written by shard processors, read by price ingestion.
/// </summary>
/// <remarks>
/// A shard narrows its bands <b>before</b> it commits and replaces them (which may widen) <b>after</b>. Every row carries the shard version that it was made for, so that a processor that lost its shard
/// cannot widen over its successor. A write that has returned is seen by every later read, of any process.
/// </remarks>
public interface IBandIndex
{
    /// <summary>Intersects the shard's rows with these bands, creating absent ones, and raises their version to <paramref name="version"/> if that is higher.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="version">The shard version about to be committed.</param>
    /// <param name="bands">By symbol.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task NarrowAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken);

    /// <summary>Sets the shard's rows of these symbols, save rows whose version is higher than <paramref name="version"/>, which stay. Rows of symbols that are not named stay too.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="version">The shard version that was committed.</param>
    /// <param name="bands">By symbol.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task ReplaceAsync(int shard, long version, IReadOnlyDictionary<string, PriceBand> bands, CancellationToken cancellationToken);

    /// <summary>The shards that have a band for the symbol which does not contain the mark, ascending.</summary>
    Task<IReadOnlyList<int>> FindLeftAsync(string symbol, decimal mark, CancellationToken cancellationToken);

    /// <summary>The bands a shard has published, by symbol.</summary>
    Task<IReadOnlyDictionary<string, PriceBand>> ReadShardAsync(int shard, CancellationToken cancellationToken);
}
