namespace MarginFunctions.Risk.Scenarios;

/// <summary>For positions too large for the market: with <c>X = max(0, |Δ| − threshold)</c>, <c>X·min(maximum, slope·X)</c>, where <c>Δ</c> is the net delta of one underlying's derivatives times price, in account currency.</summary>
/// <remarks>
/// 0 up to the threshold, and continuous. The parameters are those that Deribit publishes (<c>delta_total_liq_shock_threshold</c>, <c>m_inc</c>, <c>max_delta_shock</c>; see <see cref="VolatilityRange"/>);
/// its formula was not found in print, so this form is our own.
/// </remarks>
public sealed record ConcentrationCharge
{
    /// <summary>A charge.</summary>
    /// <param name="threshold">Account currency, not negative.</param>
    /// <param name="slope">Rate gained for each unit of account currency beyond the threshold, 0 to 1.</param>
    /// <param name="maximumRate">0 to 1.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message has it.</exception>
    public ConcentrationCharge(decimal threshold, decimal slope, decimal maximumRate, MarginFactors factors)
    {
        ModelChecks.Amount(threshold, "The concentration charge's threshold", nameof(threshold));
        ModelChecks.Within(slope, 0, 1, "The concentration charge's slope", nameof(slope));
        ModelChecks.Within(maximumRate, 0, 1, "The concentration charge's maximum rate", nameof(maximumRate));
        ArgumentNullException.ThrowIfNull(factors);
        Threshold = threshold;
        Slope = slope;
        MaximumRate = maximumRate;
        Factors = factors;
    }

    /// <summary>The delta that costs nothing, in account currency.</summary>
    public decimal Threshold { get; }

    /// <summary>Rate gained for each unit of account currency beyond it.</summary>
    public decimal Slope { get; }

    /// <summary>The highest rate.</summary>
    public decimal MaximumRate { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }

    /// <summary>The charge, in account currency.</summary>
    /// <param name="delta">Net delta times price, of either sign.</param>
    public double Amount(double delta)
    {
        var excess = Math.Max(0, Math.Abs(delta) - (double)Threshold);
        return excess * Math.Min((double)MaximumRate, (double)Slope * excess);
    }
}
