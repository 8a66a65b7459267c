namespace MarginFunctions.Risk.Liquidation;

/// <summary>Closes what frees most requirement per unit of cost, a step at a time, each step assessed in full.</summary>
/// <remarks>
/// A step is a sixty-fourth of a leg, or of each leg of a group; where no such step helps, an eighth, and then all of it. The best step is doubled for as long as more of it is better than the next best. For sums of convex requirements with
/// linear costs, which is standard mode, that is the least cost up to the width of a step and a lot; in portfolio mode, where closing a hedge can hurt, it is a heuristic.
/// </remarks>
internal static class LeastCost
{
    private static readonly decimal[] Parts = [64, 8, 1];

    /// <summary>Raises <paramref name="lots"/> until the pool is restored or nothing helps any more.</summary>
    /// <param name="reduction">The pool.</param>
    /// <param name="lots">Lots closed of each leg.</param>
    /// <param name="groups">Legs that are closed together, in order of preference where steps tie.</param>
    public static decimal[] Close(PoolReduction reduction, decimal[] lots, IReadOnlyList<int[]> groups)
    {
        var state = reduction.After(lots);
        while (!state.IsRestored && Step(reduction, lots, state, groups) is { } step)
        {
            (lots, state) = step;
        }

        return lots;
    }

    private static (decimal[] Lots, ReducedState State)? Step(PoolReduction reduction, decimal[] lots, ReducedState state, IReadOnlyList<int[]> groups)
    {
        foreach (var part in Parts)
        {
            (int[] Group, decimal[] Lots, ReducedState State, StepGain Gain)? best = null;
            StepGain? next = null;
            foreach (var group in groups)
            {
                if (Raised(reduction, lots, group, part, 1) is not { } raised)
                {
                    continue;
                }

                var after = reduction.After(raised);
                var gain = StepGain.Between(state, after);
                if (!gain.Helps)
                {
                    continue;
                }

                if (best is null || gain.IsBetterThan(best.Value.Gain))
                {
                    next = best?.Gain;
                    best = (group, raised, after, gain);
                }
                else if (next is null || gain.IsBetterThan(next.Value))
                {
                    next = gain;
                }
            }

            if (best is { } found)
            {
                return Extended(reduction, found.Group, found.Lots, found.State, part, next);
            }
        }

        return null;
    }

    private static (decimal[] Lots, ReducedState State) Extended(PoolReduction reduction, int[] group, decimal[] lots, ReducedState state, decimal part, StepGain? next)
    {
        for (var times = 1m; !state.IsRestored && Raised(reduction, lots, group, part, times) is { } raised; times *= 2)
        {
            var after = reduction.After(raised);
            var gain = StepGain.Between(state, after);
            if (!gain.Helps || (next is { } other && other.IsBetterThan(gain)))
            {
                break;
            }

            (lots, state) = (raised, after);
        }

        return (lots, state);
    }

    /// <summary>More of a group; null when all of it is closed.</summary>
    private static decimal[]? Raised(PoolReduction reduction, decimal[] lots, int[] group, decimal part, decimal times)
    {
        decimal[]? raised = null;
        foreach (var n in group)
        {
            var leg = reduction.Legs[n];
            var more = leg.Raise(lots[n], times * decimal.Ceiling(leg.Lots / part));
            if (more > lots[n])
            {
                raised ??= [.. lots];
                raised[n] = more;
            }
        }

        return raised;
    }
}
