namespace MarginFunctions.Risk.Scenarios;

/// <summary>A minimum for each short option, for what lies beyond every scenario: <c>rate·Σ max(0, −q·m)·F</c> over the options of one underlying, with <c>F</c> each option's forward in account currency.</summary>
/// <remarks>
/// Long options take nothing off it. Sources: SPAN's short option minimum, a floor of the requirement (CME, "SPAN methodology" overview, cmegroup.com, seen 2026-11-25); Derive's option contingency,
/// added, of the index instead of the forward and net of an option of the same strike (PMRM, see <see cref="ExpiryStress"/>).
/// </remarks>
public sealed record ShortOptionCharge
{
    /// <summary>A charge.</summary>
    /// <param name="rate">Of the forward, for each unit of the underlying sold; 0 to 1.</param>
    /// <param name="isFloor">Whether the underlying's requirement is at least this, instead of growing by it.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">The rate is out of its range; the message has it.</exception>
    public ShortOptionCharge(decimal rate, bool isFloor, MarginFactors factors)
    {
        ModelChecks.Within(rate, 0, 1, "The short option charge's rate", nameof(rate));
        ArgumentNullException.ThrowIfNull(factors);
        Rate = rate;
        IsFloor = isFloor;
        Factors = factors;
    }

    /// <summary>Of the forward.</summary>
    public decimal Rate { get; }

    /// <summary>Whether it is a floor and not an addition.</summary>
    public bool IsFloor { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }
}
