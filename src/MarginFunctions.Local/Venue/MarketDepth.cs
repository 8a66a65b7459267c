namespace MarginFunctions.Local.Venue;

/// <summary>How much of this calendar minute's depth each market has left: a minute's depth is there at once when the minute begins.</summary>
internal sealed class MarketDepth(VenueSettings settings)
{
    private readonly Dictionary<string, decimal> used = new(StringComparer.Ordinal);
    private long minute = long.MinValue;

    /// <summary>Notional that a market can still take in this minute.</summary>
    public decimal Left(string market) => settings.Depth - used.GetValueOrDefault(market);

    public void Take(string market, decimal notional) => used[market] = used.GetValueOrDefault(market) + notional;

    public void AdvanceTo(DateTimeOffset now)
    {
        var next = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (next > minute)
        {
            used.Clear();
            minute = next;
        }
    }
}
