namespace MarginFunctions.Risk.Liquidation;

/// <summary>Closes whole legs of a pool with many, those first that free most requirement per unit of cost as the only one closed, the fewest of them that restore the pool.</summary>
/// <remarks>
/// The time of <see cref="LeastCost"/> grows with the third power of the legs, and a pool in liquidation waits for its plan; this takes one assessment a leg. What it closes beyond need is taken back by <see cref="LotTrim"/>, so the plan
/// has no lot too many, but a cheaper one may exist.
/// </remarks>
internal static class WholeLegs
{
    /// <summary>From how many legs on.</summary>
    public const int FromLegs = 65;

    /// <summary>The lots that restore the pool, or all of all positions where none do.</summary>
    public static decimal[] Close(PoolReduction reduction, IReadOnlyList<int> positions)
    {
        var none = new decimal[reduction.Legs.Count];
        var before = reduction.After(none);
        int[] order =
        [
            .. positions.Select(n => (Leg: n, Gain: StepGain.Between(before, reduction.After(Closed(reduction, [n])))))
                .OrderByDescending(l => l.Gain.Helps).ThenByDescending(l => l.Gain.PerCost).ThenByDescending(l => l.Gain.PerNotional)
                .ThenBy(l => reduction.Legs[l.Leg].Name, StringComparer.Ordinal)
                .Select(l => l.Leg),
        ];

        // The more are closed the better in standard mode; where hedges make it otherwise this still ends at a number that restores, if all do.
        var (low, high) = (0, order.Length);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            (low, high) = reduction.After(Closed(reduction, order[..middle])).IsRestored ? (low, middle) : (middle, high);
        }

        return Closed(reduction, order[..high]);
    }

    private static decimal[] Closed(PoolReduction reduction, int[] legs)
    {
        var lots = new decimal[reduction.Legs.Count];
        foreach (var n in legs)
        {
            lots[n] = reduction.Legs[n].Lots;
        }

        return lots;
    }
}
