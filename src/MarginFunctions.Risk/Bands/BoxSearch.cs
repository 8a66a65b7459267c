namespace MarginFunctions.Risk.Bands;

/// <summary>Looks for a large box within which all watched values keep their signs. Every box that it keeps has been verified as a whole; how it comes by them decides only how wide they are.</summary>
internal static class BoxSearch
{
    // What a step aims at, and what is good enough.
    private const double Aim = 0.97;
    private const double Enough = 0.9;
    private const int MostSteps = 10;

    // Smaller moves than this of a year's volatility are not worth a band.
    private const double LeastReach = 1e-9;
    private const double FirstReach = 0.05;

    // A side that costs little is tried this many times further.
    private const double Wider = 8;

    /// <summary>Widens a box that holds today's marks alone.</summary>
    /// <param name="box">Widened; unchanged when the result is false.</param>
    /// <param name="bounds">Of the same box.</param>
    /// <param name="values">What must keep its sign.</param>
    /// <param name="volatilities">By mark, how far it is likely to move in a year, as a fraction: all sides together reach the same multiple of it.</param>
    /// <returns>False when no box of more than today's marks was found.</returns>
    public static bool TryWiden(MarkBox box, BoxBounds bounds, ReadOnlySpan<WatchedValue> values, ReadOnlySpan<double> volatilities)
    {
        var reach = FindReach(box, bounds, values, volatilities);
        ReachAll(box, volatilities, reach);
        if (reach == 0)
        {
            return false;
        }

        for (var mark = 0; mark < box.Count; mark++)
        {
            WidenSide(box, bounds, values, mark, isUp: false);
            WidenSide(box, bounds, values, mark, isUp: true);
        }

        return true;
    }

    /// <summary>What is used up grows like a power of the reach, between its first and its second: steps follow the power seen last, inside what is known to keep and to fail.</summary>
    private static double FindReach(MarkBox box, BoxBounds bounds, ReadOnlySpan<WatchedValue> values, ReadOnlySpan<double> volatilities)
    {
        var (kept, failed) = (0d, double.PositiveInfinity);
        var (reach, power) = (FirstReach, 1d);
        var (before, usedBefore) = (0d, 0d);
        var failures = 0;
        for (var step = 0; step < MostSteps && reach >= LeastReach; step++)
        {
            ReachAll(box, volatilities, reach);
            var used = bounds.Used(values);
            if (used <= 1)
            {
                kept = reach;
                if (used >= Enough || reach >= MarkBox.FarthestFactor)
                {
                    break;
                }
            }
            else
            {
                failed = reach;
                failures++;
            }

            if (before > 0 && double.IsFinite(used) && used > 0 && used != usedBefore)
            {
                power = Math.Clamp(Math.Log(used / usedBefore) / Math.Log(reach / before), 0.5, 4);
            }

            (before, usedBefore) = double.IsFinite(used) && used > 0 ? (reach, used) : (0, 0);
            var next = double.IsNaN(used) || double.IsInfinity(used) ? reach / 32 : reach * Math.Clamp(Math.Pow(Aim / used, 1 / power), 1d / 1024, 32);

            // A function that levels off shows no slope to follow.
            reach = kept == 0 ? Math.Min(next, failed / Math.Pow(2, failures - 1)) : Between(next, kept, failed);
        }

        return kept;
    }

    // A step never goes back over what is known.
    private static double Between(double next, double kept, double failed) =>
        next <= kept ? Math.Sqrt(kept * Math.Min(failed, 4 * kept)) : next >= failed ? Math.Sqrt(kept * failed) : Math.Min(next, MarkBox.FarthestFactor);

    private static void ReachAll(MarkBox box, ReadOnlySpan<double> volatilities, double reach)
    {
        for (var mark = 0; mark < box.Count; mark++)
        {
            box.Reach(mark, isUp: false, 1 + reach * volatilities[mark]);
            box.Reach(mark, isUp: true, 1 + reach * volatilities[mark]);
        }
    }

    private static void WidenSide(MarkBox box, BoxBounds bounds, ReadOnlySpan<WatchedValue> values, int mark, bool isUp)
    {
        var kept = box.Factor(mark, isUp);
        box.Reach(mark, isUp, 1 + (kept - 1) * Wider);
        if (!(bounds.Used(values) <= 1))
        {
            box.Reach(mark, isUp, kept);
        }
    }
}
