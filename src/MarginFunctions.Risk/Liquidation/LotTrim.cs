using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>Takes back what a plan closes beyond need, so that one lot less of any order would not restore.</summary>
internal static class LotTrim
{
    /// <summary>Lowers <paramref name="lots"/>, which restore the pool: legs that free least per unit of cost first, the later in order of names where they tie.</summary>
    /// <param name="reduction">The pool.</param>
    /// <param name="lots">Lots closed of each leg.</param>
    /// <param name="groups">Legs that are also taken back together, in proportion: of a hedge neither leg alone can be.</param>
    public static void Trim(PoolReduction reduction, decimal[] lots, IReadOnlyList<int[]> groups)
    {
        // What is taken back of one leg may make room in another where legs hedge: until nothing moves. Lots only fall, so it ends.
        var order = DearestFirst(reduction, lots);
        bool moved;
        do
        {
            moved = false;
            foreach (var group in groups)
            {
                moved |= TrimGroup(reduction, lots, group);
            }

            foreach (var n in order)
            {
                moved |= TrimLeg(reduction, lots, n);
            }
        }
        while (moved);
    }

    private static int[] DearestFirst(PoolReduction reduction, decimal[] lots)
    {
        var all = reduction.After(lots);
        return
        [
            .. Enumerable.Range(0, lots.Length).Where(n => lots[n] > 0)
                .Select(n => (Leg: n, Gain: StepGain.Between(reduction.After(With(lots, n, 0)), all)))
                .OrderByDescending(l => reduction.Legs[l.Leg].Kind == LegKind.Collateral)
                .ThenBy(l => l.Gain.PerCost)
                .ThenBy(l => l.Gain.PerNotional)
                .ThenByDescending(l => reduction.Legs[l.Leg].Name, StringComparer.Ordinal)
                .Select(l => l.Leg),
        ];
    }

    private static bool TrimGroup(PoolReduction reduction, decimal[] lots, int[] group)
    {
        var moved = false;
        var most = group.Max(n => lots[n]);
        for (var part = 1m; part < 2 * most; part *= 2)
        {
            decimal[] fewer = [.. lots];
            foreach (var n in group.Where(n => lots[n] > 0))
            {
                fewer[n] = Lower(reduction.Legs[n], lots[n], decimal.Ceiling(lots[n] / part));
            }

            if (reduction.After(fewer).IsRestored)
            {
                fewer.CopyTo(lots, 0);
                moved = true;
            }
        }

        return moved;
    }

    private static bool TrimLeg(PoolReduction reduction, decimal[] lots, int n)
    {
        var before = lots[n];
        if (reduction.Mode == AccountMode.Standard && !reduction.After(With(lots, n, Lower(reduction.Legs[n], before, 1))).IsRestored)
        {
            // Where every lot helps, fewer do less still.
            return false;
        }

        var step = 1m;
        while (step * 2 <= lots[n])
        {
            step *= 2;
        }

        for (; step >= 1 && lots[n] > 0; step /= 2)
        {
            if (Lower(reduction.Legs[n], lots[n], step) is var fewer && reduction.After(With(lots, n, fewer)).IsRestored)
            {
                lots[n] = fewer;
            }
        }

        return lots[n] < before;
    }

    /// <summary>Fewer lots; none where fewer could not be ordered.</summary>
    private static decimal Lower(LiquidationLeg leg, decimal lots, decimal by) => Math.Max(0, lots - by) is var fewer && leg.Allows(fewer) ? fewer : 0;

    private static decimal[] With(decimal[] lots, int n, decimal value)
    {
        decimal[] changed = [.. lots];
        changed[n] = value;
        return changed;
    }
}
