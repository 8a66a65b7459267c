namespace MarginFunctions.Engine.Liquidation;

/// <summary>What planning has been granted of capped markets, by instrument and job. What it does not hold has not been asked for.</summary>
/// <param name="usedUp">What any shard has been refused.</param>
/// <param name="refused">What this shard has been refused, and is woken for in the next minute.</param>
internal sealed class SliceGrants(UsedUpMarkets usedUp, UsedUpMarkets refused)
{
    private readonly Dictionary<(string Instrument, string Id), decimal> granted = [];

    /// <summary>What was granted; null when it has not been asked for.</summary>
    public decimal? Find(string instrument, string id) => granted.TryGetValue((instrument, id), out var size) ? size : null;

    /// <inheritdoc cref="UsedUpMarkets.Contains"/>
    public bool IsUsedUp(string instrument, DateTimeOffset at) => usedUp.Contains(instrument, at);

    /// <summary>Whether the shard has been refused a part of the minute, so that there is no need to ask in order to be woken.</summary>
    public bool IsRefused(string instrument, DateTimeOffset at) => refused.Contains(instrument, at);

    /// <summary>Takes note of an answer.</summary>
    public void Add(string instrument, string id, decimal size) => granted[(instrument, id)] = size;
}
