namespace MarginFunctions.Engine.Liquidation;

/// <summary>What has been taken of one instrument's minute. A value, which stores keep as it is.</summary>
/// <param name="Grants">By request id, positive.</param>
/// <param name="Refused">The shards of which a request was not granted whole, ascending.</param>
public sealed record MinuteSlices(IReadOnlyDictionary<string, decimal> Grants, IReadOnlyList<int> Refused)
{
    /// <summary>The most grants of a minute, so that they fit in a row of any store: beyond it nothing is left.</summary>
    public const int MaximumGrants = 2000;

    /// <summary>Nothing has been taken.</summary>
    public static MinuteSlices None { get; } = new(new Dictionary<string, decimal>(StringComparer.Ordinal), []);

    /// <summary>Takes slices, in order: all that is wanted where so much is left, else the whole lots that are left, else nothing where that is less than is of use.</summary>
    /// <param name="cap">What may be taken of the minute in all.</param>
    /// <param name="requests">Each id once.</param>
    /// <returns>What is taken afterwards, the same object when nothing changes; and what each request is granted.</returns>
    public (MinuteSlices Next, IReadOnlyList<decimal> Granted) Take(decimal cap, IReadOnlyList<SliceRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var grants = new Dictionary<string, decimal>(Grants, StringComparer.Ordinal);
        var refused = new SortedSet<int>(Refused);
        var left = cap - grants.Values.Sum();
        var granted = new decimal[requests.Count];
        for (var n = 0; n < granted.Length; n++)
        {
            var request = requests[n];
            if (!grants.TryGetValue(request.Id, out granted[n]) && grants.Count < MaximumGrants)
            {
                granted[n] = Part(request, left);
                left -= granted[n];
                if (granted[n] > 0)
                {
                    grants.Add(request.Id, granted[n]);
                }
            }

            if (granted[n] < request.Wanted)
            {
                refused.Add(request.Shard);
            }
        }

        var isSame = grants.Count == Grants.Count && refused.Count == Refused.Count;
        return (isSame ? this : new MinuteSlices(grants, [.. refused]), granted);
    }

    private static decimal Part(SliceRequest request, decimal left)
    {
        if (request.Wanted <= left)
        {
            return request.Wanted;
        }

        var part = Math.Max(0, decimal.Floor(left / request.Lot) * request.Lot);
        return part >= request.Least ? part : 0;
    }
}
