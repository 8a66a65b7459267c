using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>What to close of one pool so that <c>E ≥ level·MM</c> after fees and expected impact, at the least cost.</summary>
/// <remarks>
/// Positions first, by <see cref="LeastCost"/>, or of a pool with very many by <see cref="WholeLegs"/>, taken back by <see cref="LotTrim"/> until one lot less of any order would not restore. Where no part of them restores, all of them; if equity is negative even then, collateral other than
/// the account currency, the highest haircut of what is held first, until nothing is owed (<see cref="DebtSale"/>). An isolated position is a pool of its own and is closed alone. Never increases or flips a position.
/// </remarks>
public static class LiquidationPlanner
{
    /// <summary>Plans one pool.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="marks">Marks of the same parameter version.</param>
    /// <param name="terms">Terms of everything in the pool.</param>
    /// <param name="plan">The plan; null when the result is false.</param>
    /// <param name="missing">What <see cref="PoolAssessor.TryAssess"/> misses; null when the result is true.</param>
    /// <returns>False when the pool cannot be assessed: nothing is closed on a price that is not known.</returns>
    /// <exception cref="ArgumentException">Something in the pool has no market terms; the message names it.</exception>
    public static bool TryPlan(ResolvedPool pool, MarkSet marks, LiquidationTerms terms, out LiquidationPlan? plan, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(terms);
        plan = null;
        if (!PoolAssessor.TryAssess(pool, marks, out _, out missing))
        {
            return false;
        }

        var reduction = new PoolReduction(pool, marks, terms);
        var lots = new decimal[reduction.Legs.Count];
        var before = reduction.After(lots);
        if (before.IsRestored)
        {
            plan = new LiquidationPlan(pool.Key, LiquidationOutcome.None, terms.RestoreLevel, before.Margin, before.Margin, []);
            return true;
        }

        var collateral = CollateralByHaircut(reduction, pool);
        var groups = Groups(reduction);
        lots = groups.Count < WholeLegs.FromLegs ? LeastCost.Close(reduction, lots, groups) : WholeLegs.Close(reduction, [.. Positions(reduction)]);
        if (!reduction.After(lots).IsRestored)
        {
            lots = [.. reduction.Legs.Select(leg => leg.Kind == LegKind.Collateral ? 0 : leg.Lots)];
        }

        if (reduction.After(lots).IsRestored)
        {
            LotTrim.Trim(reduction, lots, [.. groups.Where(g => g.Length > 1)]);
        }
        else
        {
            DebtSale.Sell(reduction, lots, collateral);

            // Collateral may need margin by itself, as with a depeg charge.
            foreach (var n in collateral)
            {
                lots = LeastCost.Close(reduction, lots, [[n]]);
            }
        }

        plan = PlanOf(pool, marks, terms, reduction, lots, [.. Positions(reduction), .. collateral]);
        return true;
    }

    /// <summary>Single legs; in portfolio mode also all legs of an underlying and all of them, for hedges that no single leg can leave.</summary>
    private static List<int[]> Groups(PoolReduction reduction)
    {
        int[] positions = [.. Positions(reduction)];
        List<int[]> groups = [.. positions.Select(n => new[] { n })];
        if (reduction.Mode == AccountMode.Portfolio && positions.Length > 1)
        {
            int[][] underlyings = [.. positions.GroupBy(n => reduction.Legs[n].Underlying).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
            groups.AddRange(underlyings.Where(u => u.Length > 1));
            if (underlyings.Length > 1)
            {
                groups.Add(positions);
            }
        }

        return groups;
    }

    private static IEnumerable<int> Positions(PoolReduction reduction) =>
        Enumerable.Range(0, reduction.Legs.Count).Where(n => reduction.Legs[n].Kind != LegKind.Collateral).OrderBy(n => reduction.Legs[n].Name, StringComparer.Ordinal);

    private static int[] CollateralByHaircut(PoolReduction reduction, ResolvedPool pool)
    {
        decimal Counted(LiquidationLeg leg) => pool.CollateralArray.First(c => c.Schedule?.Asset == leg.Name).Value(leg.Price) / (leg.Held * leg.Price);
        return
        [
            .. Enumerable.Range(0, reduction.Legs.Count).Where(n => reduction.Legs[n].Kind == LegKind.Collateral && reduction.Legs[n].Held * reduction.Legs[n].Price > 0)
                .OrderBy(n => Counted(reduction.Legs[n])).ThenBy(n => reduction.Legs[n].Name, StringComparer.Ordinal),
        ];
    }

    private static LiquidationPlan PlanOf(ResolvedPool pool, MarkSet marks, LiquidationTerms terms, PoolReduction reduction, decimal[] lots, int[] sequence)
    {
        var sofar = new decimal[lots.Length];
        var before = reduction.After(sofar);
        var state = before;
        var limits = new LimitPrice(pool, marks, before.Margin.Equity);
        var orders = new List<LiquidationOrder>();
        foreach (var n in sequence.Where(n => lots[n] > 0))
        {
            var leg = reduction.Legs[n];
            sofar[n] = lots[n];
            var after = reduction.After(sofar);
            orders.Add(new LiquidationOrder(
                leg.Name, leg.Kind, leg.Held > 0 ? -leg.Size(lots[n]) : leg.Size(lots[n]), leg.Price, Limit(pool, leg, limits), leg.Cost(lots[n], terms), state.Margin.Maintenance - after.Margin.Maintenance));
            state = after;
        }

        var isFull = reduction.Legs.Select((leg, n) => leg.Kind == LegKind.Collateral || lots[n] == leg.Lots).All(all => all);
        return new LiquidationPlan(pool.Key, isFull ? LiquidationOutcome.Full : LiquidationOutcome.Partial, terms.RestoreLevel, before.Margin, state.Margin, orders);
    }

    private static decimal? Limit(ResolvedPool pool, LiquidationLeg leg, LimitPrice limits) => leg.Kind switch
    {
        LegKind.Position => limits.OfPosition(Array.FindIndex(pool.PositionArray, p => p.Instrument.Symbol == leg.Name)),
        LegKind.Option => limits.OfOption(Array.FindIndex(pool.OptionArray, o => o.Contract.Symbol == leg.Name)),
        _ => null,
    };
}
