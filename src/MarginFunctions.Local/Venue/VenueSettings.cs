namespace MarginFunctions.Local.Venue;

/// <summary>How deep the simulated markets are.</summary>
internal sealed record VenueSettings
{
    /// <summary>The least depth that settings may have: a market must be able to take one lot.</summary>
    public const decimal LeastDepth = 10_000m;

    /// <summary>The greatest depth.</summary>
    public const decimal MostDepth = 1_000_000_000_000m;

    /// <summary>The greatest impact.</summary>
    public const decimal MostImpact = 0.25m;

    /// <summary>Checks its arguments.</summary>
    /// <param name="depth">What each market takes in a calendar minute: notional in account currency, from 10,000 to a million million.</param>
    /// <param name="impact">How far the price of an underlying moves when a market takes a whole minute's depth, as a fraction from 0 to 0.25.</param>
    /// <param name="remains">What is left of a move after a minute without trades, as a fraction from 0 (at once forgotten) to 1 (for ever).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public VenueSettings(decimal depth, decimal impact, decimal remains)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, LeastDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, MostDepth);
        ArgumentOutOfRangeException.ThrowIfNegative(impact);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(impact, MostImpact);
        ArgumentOutOfRangeException.ThrowIfNegative(remains);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(remains, 1);
        Depth = depth;
        Impact = impact;
        Remains = remains;
    }

    /// <summary>Half a million a minute; all of it moves a price by 0.2 %, of which four fifths are left after a minute.</summary>
    public static VenueSettings Default { get; } = new(500_000m, 0.002m, 0.8m);

    /// <summary>The same markets, five times as easily moved: for a cascade.</summary>
    public static VenueSettings Thin { get; } = new(Default.Depth, 0.01m, Default.Remains);

    /// <summary>Notional that a market takes in a calendar minute, in account currency.</summary>
    public decimal Depth { get; }

    /// <summary>The move of a whole minute's depth.</summary>
    public decimal Impact { get; }

    /// <summary>The part of a move that is left after a minute.</summary>
    public decimal Remains { get; }
}
