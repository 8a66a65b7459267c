namespace MarginFunctions.Risk.Scenarios;

/// <summary>For volatilities of different expiries that move differently: scenarios move all of an underlying's volatilities together, so sold front options hide behind bought back ones.</summary>
/// <remarks>
/// <para>
/// With <c>w_e</c> what the options of expiry <c>e</c> gain to first order as their volatilities rise by <see cref="Move"/>, a twist moves those up to an expiry one way and those beyond it the other. The charge is what the
/// worst twist loses beyond what the worse of the two parallel moves loses, which scenarios have:
/// </para>
/// <code>
/// max_b |Σ_{e≤b} w_e − Σ_{e&gt;b} w_e| − |Σ_e w_e|   =   2·min(gain, loss)
/// gain = max_b(Σ_{e≤b} w_e, Σ_{e&gt;b} w_e)   loss = −min_b(Σ_{e≤b} w_e, Σ_{e&gt;b} w_e)   b from none to all expiries
/// </code>
/// <para>
/// 0 for one expiry and for expiries that all gain or all lose; the same for a book and its opposite; in proportion to the move where no volatility is held. OKX describes its MR3 as the risk of volatilities across expiries
/// that its MR1 does not have, for options; its formula was not found in print, so form and figures are our own.
/// </para>
/// </remarks>
public sealed record VolatilityTermCharge
{
    /// <summary>A charge.</summary>
    /// <param name="move">Of a volatility at 30 days, in the model's unit; 0 to 10.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">The move is out of its range; the message has it.</exception>
    public VolatilityTermCharge(decimal move, MarginFactors factors)
    {
        ModelChecks.Within(move, 0, 10, "The move of the volatility term structure", nameof(move));
        ArgumentNullException.ThrowIfNull(factors);
        Move = move;
        Factors = factors;
    }

    /// <summary>Of a volatility at 30 days: a fraction of it, or points.</summary>
    public decimal Move { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }

    /// <summary>How far a volatility moves: <c>σ·move·s</c> or in points <c>move·s</c>, never by more than itself. Never falls as the volatility rises.</summary>
    /// <param name="volatility">Annual, as a fraction, not negative.</param>
    /// <param name="unit">The model's.</param>
    /// <param name="scale">Of <see cref="VolatilityRange.Scale"/>.</param>
    public double MoveOf(double volatility, VolatilityUnit unit, double scale)
    {
        var move = (double)Move * scale;
        return unit == VolatilityUnit.Relative ? volatility * Math.Min(1, move) : Math.Min(volatility, move);
    }

    /// <summary>The charge, in account currency.</summary>
    /// <param name="gain">The most that the expiries up to one, or those beyond it, gain; not negative.</param>
    /// <param name="loss">The most that they lose; not negative.</param>
    internal static double Amount(double gain, double loss) => 2 * Math.Min(gain, loss);
}
