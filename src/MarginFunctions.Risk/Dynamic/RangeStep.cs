namespace MarginFunctions.Risk.Dynamic;

/// <summary>How far a published range may move at a time, so that margin changes gradually.</summary>
/// <remarks>
/// <c>next = current + clamp(target − current, −s·t, s·t)</c>, in both directions alike: margin that falls at once in a calm hour would have to rise again at once. <c>s·t</c> is cut to 8
/// places, so that a time taken in parts never moves a range further than the whole. Exact decimal arithmetic.
/// </remarks>
public static class RangeStep
{
    private const int Places = 8;

    /// <summary>The range that is published next.</summary>
    /// <param name="current">The range in force.</param>
    /// <param name="target">The range wanted.</param>
    /// <param name="elapsed">Since the last publication; none when negative.</param>
    /// <param name="stepPerHour">s, not negative.</param>
    public static decimal Move(decimal current, decimal target, TimeSpan elapsed, decimal stepPerHour)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stepPerHour);
        if (elapsed <= TimeSpan.Zero)
        {
            return current;
        }

        var most = decimal.Round(stepPerHour * elapsed.Ticks / TimeSpan.TicksPerHour, Places, MidpointRounding.ToZero);
        return target > current ? Math.Min(target, current + most) : Math.Max(target, current - most);
    }
}
