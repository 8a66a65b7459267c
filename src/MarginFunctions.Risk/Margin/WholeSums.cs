namespace MarginFunctions.Risk.Margin;

/// <summary>
/// The sums over a pool's linear positions in whole numbers: quantities and prices count 10⁻⁸, so values count 10⁻¹⁶; rates count 10⁻⁶, so requirements count 10⁻²². Exact, and several
/// times faster than decimals. A position that does not fit is refused, and the caller sums it in decimals.
/// </summary>
internal struct WholeSums
{
    private const int ValuePlaces = 2 * WholeNumbers.Places;
    private Int128 value;
    private Int128 initial;
    private Int128 maintenance;

    /// <summary>Σ signed values, in account currency.</summary>
    public readonly decimal Value => WholeNumbers.ToDecimal(value, ValuePlaces);

    /// <summary>Σ initial margin, in account currency.</summary>
    public readonly decimal Initial => WholeNumbers.ToDecimal(initial, ValuePlaces + WholeTiers.RatePlaces);

    /// <summary>Σ maintenance margin, in account currency.</summary>
    public readonly decimal Maintenance => WholeNumbers.ToDecimal(maintenance, ValuePlaces + WholeTiers.RatePlaces);

    /// <summary>Adds a position.</summary>
    /// <param name="exposure">In 10⁻⁸, signed; 0 when it does not fit.</param>
    /// <param name="mark">In 10⁻⁸, positive; 0 when it does not fit.</param>
    /// <param name="tiers">The contract's tiers; null when they do not fit.</param>
    /// <returns>False, with nothing added, when something does not fit.</returns>
    public bool TryAdd(long exposure, long mark, WholeTiers? tiers)
    {
        if (exposure == 0 || mark == 0 || tiers is null)
        {
            return false;
        }

        var signed = Math.BigMul(exposure, mark);
        var notional = Int128.Abs(signed);
        if (notional > WholeTiers.LargestNotional)
        {
            return false;
        }

        value += signed;
        tiers.AddRequirements(notional, ref initial, ref maintenance);
        return true;
    }
}
