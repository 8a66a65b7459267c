namespace MarginFunctions.Risk.Scenarios;

/// <summary>For expiries that move apart: scenarios move all of an underlying's contracts in one ratio, so a long June hedges a short September to the last cent in them.</summary>
/// <remarks>
/// <c>Σ_e |Δ_e|·max(annual·T_e, floor)</c> over the expiries of one underlying, perpetuals being one with <c>T = 0</c>. <c>Δ_e</c> is the expiry's net delta times price in account currency, options included,
/// <c>T_e</c> years of 365 days. From expiry on <c>T = 0</c>. Source: Deribit's roll shock, example reply of <c>private/pme/simulate</c> (see <see cref="VolatilityRange"/>): 0.01·(0.314538364 + 0.001187534) = 0.00315725898;
/// OKX's MR4 in its position builder's example (API v5 page, reply of 2025-01-15, seen 2026-11-25): 0.002·9,704.9036898 = 19.4098073796.
/// </remarks>
public sealed record BasisCharge
{
    /// <summary>A charge.</summary>
    /// <param name="annualRate">Of the delta, for each year to expiry; 0 to 10.</param>
    /// <param name="floorRate">Of the delta, however near expiry is; 0 to 1.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">A rate is out of its range; the message has it.</exception>
    public BasisCharge(decimal annualRate, decimal floorRate, MarginFactors factors)
    {
        ModelChecks.Within(annualRate, 0, 10, "The basis charge's annual rate", nameof(annualRate));
        ModelChecks.Within(floorRate, 0, 1, "The basis charge's floor rate", nameof(floorRate));
        ArgumentNullException.ThrowIfNull(factors);
        AnnualRate = annualRate;
        FloorRate = floorRate;
        Factors = factors;
    }

    /// <summary>Of the delta, for each year to expiry.</summary>
    public decimal AnnualRate { get; }

    /// <summary>Of the delta, at least.</summary>
    public decimal FloorRate { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }

    /// <summary>The rate of an expiry.</summary>
    /// <param name="years">Time to expiry, 0 for a perpetual.</param>
    public double Rate(double years) => Math.Max((double)AnnualRate * years, (double)FloorRate);
}
