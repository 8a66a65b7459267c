using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>What liquidations may order, in memory.</summary>
internal sealed class InMemorySliceBudget(PortSteps steps) : ISliceBudget
{
    private readonly SortedDictionary<(string Instrument, DateTimeOffset Minute), MinuteSlices> minutes = [];

    public async Task<IReadOnlyList<decimal>> TakeAsync(SliceMinute minute, IReadOnlyList<SliceRequest> requests, CancellationToken cancellationToken)
    {
        await steps.Enter($"slices.Take {minute.Instrument}").ConfigureAwait(false);
        IReadOnlyList<decimal> granted;
        lock (minutes)
        {
            var key = (minute.Instrument, minute.At);
            (minutes[key], granted) = minutes.GetValueOrDefault(key, MinuteSlices.None).Take(minute.Cap, requests);
        }

        await steps.Leave("slices.Take").ConfigureAwait(false);
        return granted;
    }

    public async Task<IReadOnlyList<int>> FindRefusedAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await steps.Enter("slices.ReadRefused").ConfigureAwait(false);
        lock (minutes)
        {
            return [.. minutes.Where(m => m.Key.Minute >= from && m.Key.Minute < before).SelectMany(m => m.Value.Refused).Distinct().Order()];
        }
    }

    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await steps.Enter("slices.Prune").ConfigureAwait(false);
        lock (minutes)
        {
            foreach (var old in minutes.Keys.Where(key => key.Minute < before).ToList())
            {
                minutes.Remove(old);
            }
        }
    }

    /// <summary>What has been granted of an instrument's minute in all.</summary>
    public decimal Granted(string instrument, DateTimeOffset minute)
    {
        lock (minutes)
        {
            return minutes.TryGetValue((instrument, minute), out var slices) ? slices.Grants.Values.Sum() : 0;
        }
    }
}
