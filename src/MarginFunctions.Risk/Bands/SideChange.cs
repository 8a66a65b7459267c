namespace MarginFunctions.Risk.Bands;

/// <summary>
/// What is known of a function <c>g</c> of one mark between today and one end of its interval. With <c>τ</c> the part of the way, from 0 today to 1 at the end, and <c>Δ(τ)</c> the change of <c>g</c> since today:
/// <c>Δ(1) = Change</c>, <c>τ·Low ≤ Δ(τ) ≤ τ·High</c> and <c>τ·Change − Under ≤ Δ(τ) ≤ τ·Change + Over</c>.
/// </summary>
/// <remarks>All five add up over functions, and a negative multiple swaps them in pairs; so hedges cancel: the ends of a sum are exact, and only bends are estimated.</remarks>
/// <param name="Change">At the end.</param>
/// <param name="Low">Not above <paramref name="Change"/>.</param>
/// <param name="High">Not below <paramref name="Change"/>.</param>
/// <param name="Under">How far the function may lie below its chord; not negative.</param>
/// <param name="Over">How far above; not negative.</param>
internal readonly record struct SideChange(double Change, double Low, double High, double Under, double Over)
{
    /// <summary>A straight line.</summary>
    public static SideChange Linear(double change) => new(change, change, change, 0, 0);

    /// <summary>A convex function: above its tangent, below its chord.</summary>
    /// <param name="change">At the end.</param>
    /// <param name="first">Not above the derivative by <c>τ</c> at 0.</param>
    /// <param name="last">Not below the derivative by <c>τ</c> at 1.</param>
    public static SideChange Convex(double change, double first, double last) => new(change, Math.Min(first, change), change, Gap(change, first, last), 0);

    /// <summary>A concave function: below its tangent, above its chord.</summary>
    /// <param name="change">At the end.</param>
    /// <param name="first">Not below the derivative by <c>τ</c> at 0.</param>
    /// <param name="last">Not above the derivative by <c>τ</c> at 1.</param>
    public static SideChange Concave(double change, double first, double last) => new(change, change, Math.Max(first, change), 0, Gap(change, last, first));

    /// <summary>A function whose derivative by <c>τ</c> lies between two numbers.</summary>
    public static SideChange Within(double change, double least, double most)
    {
        var gap = Gap(change, least, most);
        return new SideChange(change, Math.Min(least, change), Math.Max(most, change), gap, gap);
    }

    // A function with slopes from least to most that ends at change is at most (change − least)·(most − change)/(most − least) from its chord: it bends once, as sharply as it may.
    private static double Gap(double change, double least, double most)
    {
        var gap = (change - least) * (most - change) / (most - least);
        return gap > 0 ? gap : 0;
    }
}
