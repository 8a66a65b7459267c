namespace MarginFunctions.Risk.Liquidation;

/// <summary>Sells collateral of a pool without positions until nothing is owed.</summary>
/// <remarks>
/// A haircut makes equity negative while the collateral is still worth more than the debt. To sell only what lifts equity to zero would leave the rest of the debt against the rest of the collateral, and the next tick would ask for another sale:
/// so it is sold for the whole debt at once, with its fees and expected impact.
/// </remarks>
internal static class DebtSale
{
    /// <summary>Raises <paramref name="lots"/>: of each leg in turn the fewest lots whose proceeds pay what is still owed, or all of it.</summary>
    /// <param name="reduction">The pool.</param>
    /// <param name="lots">Lots closed of each leg: all of every position.</param>
    /// <param name="collateral">The legs that are sold, in the order of their sale.</param>
    public static void Sell(PoolReduction reduction, decimal[] lots, IReadOnlyList<int> collateral)
    {
        var debt = reduction.DebtAfter(lots);
        foreach (var n in collateral)
        {
            if (debt <= 0)
            {
                return;
            }

            lots[n] = Lots(reduction, reduction.Legs[n], debt);
            debt -= reduction.Proceeds(reduction.Legs[n], lots[n]);
        }
    }

    /// <summary>Proceeds grow with the lots, so the fewest that pay are found by halving.</summary>
    private static decimal Lots(PoolReduction reduction, LiquidationLeg leg, decimal debt)
    {
        var (less, enough) = (0m, leg.Lots);
        while (enough - less > 1)
        {
            var middle = less + decimal.Floor((enough - less) / 2);
            (less, enough) = reduction.Proceeds(leg, middle) >= debt ? (less, middle) : (middle, enough);
        }

        return leg.Raise(0, enough);
    }
}
