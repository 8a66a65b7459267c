namespace MarginFunctions.Risk.Cover;

/// <summary>How the insurance fund is endowed and what it does. Facts only.</summary>
public sealed record FundPolicy
{
    /// <summary>How long a set-aside lasts where the parameters do not say.</summary>
    public static readonly TimeSpan DefaultSetAside = TimeSpan.FromMinutes(10);

    /// <summary>How often winners share losses where the parameters do not say.</summary>
    public static readonly TimeSpan DefaultSharing = TimeSpan.FromMinutes(1);

    /// <summary>One policy.</summary>
    /// <param name="initial">What the venue's capital gives the fund when it is opened, in account currency; at least 0, at most 10¹⁷, at most 8 places.</param>
    /// <param name="lossAllocation">Who comes after the fund.</param>
    /// <param name="setAsideFor">How long the expected loss of a pool that the fund stands behind is kept for it; positive, at most 1 day.</param>
    /// <param name="shareEvery">Under mutualisation, how long losses are gathered before winners share them; not negative, at most 1 day; 0 for as soon as may be.</param>
    /// <param name="topUps">What the venue's capital gave it later, each id once.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names item and value.</exception>
    public FundPolicy(decimal initial, LossAllocation lossAllocation, TimeSpan setAsideFor, TimeSpan shareEvery, IReadOnlyList<FundTopUp>? topUps = null)
    {
        LedgerUnits.Require(initial, "The initial fund", nameof(initial));
        if (initial < 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"The initial fund is {initial}; it must not be negative."), nameof(initial));
        }

        if (setAsideFor <= TimeSpan.Zero || setAsideFor > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"An expected loss is set aside for {setAsideFor}; it must be positive and at most 1 day.", nameof(setAsideFor));
        }

        if (shareEvery < TimeSpan.Zero || shareEvery > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"Losses are shared every {shareEvery}; it must not be negative and at most 1 day.", nameof(shareEvery));
        }

        TopUps = topUps ?? [];
        if (TopUps.GroupBy(t => t.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Top-up {twice.Key} is given twice.", nameof(topUps));
        }

        Initial = initial;
        LossAllocation = lossAllocation;
        SetAsideFor = setAsideFor;
        ShareEvery = shareEvery;
    }

    /// <summary>What the venue's capital gives the fund when it is opened, in account currency.</summary>
    public decimal Initial { get; }

    /// <summary>Who comes after the fund.</summary>
    public LossAllocation LossAllocation { get; }

    /// <summary>How long the expected loss of a pool that the fund stands behind is kept for it.</summary>
    public TimeSpan SetAsideFor { get; }

    /// <summary>Under mutualisation, how long losses are gathered before winners share them.</summary>
    public TimeSpan ShareEvery { get; }

    /// <summary>What the venue's capital gave it later. Each is booked once, by its id: the list only ever grows.</summary>
    public IReadOnlyList<FundTopUp> TopUps { get; }
}
