namespace MarginFunctions.Engine.Liquidation;

/// <summary>What planning has been granted of capped markets, by instrument and job. What it does not hold has not been asked for.</summary>
internal sealed class SliceGrants
{
    private readonly Dictionary<(string Instrument, string Id), decimal> granted = [];

    /// <summary>What was granted; null when it has not been asked for.</summary>
    public decimal? Find(string instrument, string id) => granted.TryGetValue((instrument, id), out var size) ? size : null;

    /// <summary>Takes note of an answer.</summary>
    public void Add(string instrument, string id, decimal size) => granted[(instrument, id)] = size;
}
