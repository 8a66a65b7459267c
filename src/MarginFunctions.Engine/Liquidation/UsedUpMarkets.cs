using System.Collections.Concurrent;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>The markets that had less than their smallest order left when somebody last asked in a minute. What is left of a minute only shrinks, so whoever wants a whole order of them is refused.</summary>
/// <remarks>Memory of a worker. Without it everything is planned and asked, and answered the same.</remarks>
internal sealed class UsedUpMarkets
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> minutes = new(StringComparer.Ordinal);

    /// <summary>Takes note of an answer.</summary>
    public void Note(SliceMinute asked, SliceRequest request, decimal granted)
    {
        // What is left is granted in part, down to less than a lot, unless it is less than the smallest order.
        if (granted < request.Wanted)
        {
            minutes[asked.Instrument] = asked.At;
        }
    }

    /// <summary>Whether an order of the market's smallest size, or larger, would be refused.</summary>
    public bool Contains(string instrument, DateTimeOffset at) => minutes.TryGetValue(instrument, out var minute) && minute == SliceMinute.Of(at);
}
