namespace MarginFunctions.Engine.Liquidation;

/// <summary>The markets that had less than their smallest order left when a shard last asked in a minute. What is left of a minute only shrinks, so whoever wants a whole order of them is refused and need not ask; and the shard is woken in the next minute already.</summary>
/// <remarks>Memory of a worker, for one minute at a time. Without it everything is asked and answered the same.</remarks>
internal sealed class UsedUpMarkets
{
    private readonly HashSet<string> instruments = new(StringComparer.Ordinal);
    private DateTimeOffset minute;

    /// <summary>Takes note of an answer.</summary>
    public void Note(SliceMinute asked, SliceRequest request, decimal granted)
    {
        if (asked.At != minute)
        {
            minute = asked.At;
            instruments.Clear();
        }

        // What is left is granted in part, down to less than a lot, unless it is less than the smallest order.
        if (granted < request.Wanted)
        {
            instruments.Add(asked.Instrument);
        }
    }

    /// <summary>Whether an order of the market's smallest size, or larger, would be refused.</summary>
    public bool Contains(string instrument, DateTimeOffset at) => SliceMinute.Of(at) == minute && instruments.Contains(instrument);
}
