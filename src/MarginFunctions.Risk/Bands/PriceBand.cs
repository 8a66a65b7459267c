namespace MarginFunctions.Risk.Bands;

/// <summary>An interval of marks, both ends included. A status cannot change while every mark it depends on stays in its band.</summary>
/// <param name="Low">Lowest mark; not negative.</param>
/// <param name="High">Highest mark; <see cref="decimal.MaxValue"/>, which no mark exceeds, when there is no upper end. Below <paramref name="Low"/> the band holds no mark at all.</param>
public readonly record struct PriceBand(decimal Low, decimal High)
{
    /// <summary>Every mark: the status does not depend on it.</summary>
    public static PriceBand Everything { get; } = new(0, decimal.MaxValue);

    /// <summary>No mark: whatever the next one is, it must be looked at.</summary>
    public static PriceBand Nothing { get; } = new(1, 0);

    /// <summary>Whether a mark lies inside, ends included.</summary>
    public bool Contains(decimal mark) => Low <= mark && mark <= High;

    /// <summary>Whether every mark of the other band lies inside.</summary>
    public bool Covers(PriceBand other) => other.IsEmpty || (Low <= other.Low && other.High <= High);

    /// <summary>Whether no mark lies inside.</summary>
    public bool IsEmpty => Low > High;

    /// <summary>The marks inside both; all empty bands are equal to <see cref="Nothing"/>.</summary>
    public PriceBand Intersect(PriceBand other)
    {
        var both = new PriceBand(Math.Max(Low, other.Low), Math.Min(High, other.High));
        return both.IsEmpty ? Nothing : both;
    }
}
