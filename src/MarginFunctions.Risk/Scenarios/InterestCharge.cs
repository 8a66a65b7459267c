namespace MarginFunctions.Risk.Scenarios;

/// <summary>For rates that move forwards by their time to expiry, while scenarios move all prices of an underlying in one ratio.</summary>
/// <remarks>
/// <c>max_k |Σ_e Δ_e·r_k(T_e)·T_e|</c> over the moves <c>k</c> of the rates and their opposites, <c>Δ_e</c> as in <see cref="BasisCharge"/>: to first order, what is lost in the worst of them. Expiries net, and so do a future and the
/// options that it hedges; perpetuals have no time and no part. OKX describes its MR5 as interest rate risk, for options; its formula was not found in print, so form and figures are our own.
/// </remarks>
public sealed record InterestCharge
{
    /// <summary>The most moves.</summary>
    public const int MaximumMoves = 8;

    /// <summary>A charge.</summary>
    /// <param name="moves">1 to 8, each name once.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message has the value.</exception>
    public InterestCharge(IReadOnlyList<RateMove> moves, MarginFactors factors)
    {
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(factors);
        if (moves.Count is < 1 or > MaximumMoves)
        {
            throw new ArgumentException($"There are {moves.Count} rate moves; an interest charge has 1 to {MaximumMoves}.", nameof(moves));
        }

        if (moves.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Rate move {twice.Key} is given twice.", nameof(moves));
        }

        Moves = [.. moves];
        Factors = factors;
    }

    /// <summary>The moves; ties go to the first.</summary>
    public IReadOnlyList<RateMove> Moves { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }
}
