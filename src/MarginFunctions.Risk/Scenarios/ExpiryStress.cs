namespace MarginFunctions.Risk.Scenarios;

/// <summary>Another guard against expiries that move apart: the loss on an underlying is at least what each expiry's options would lose if each were in the worse of two scenarios for itself.</summary>
/// <remarks>
/// <c>Σ_e max(0, ℓ(e, up), ℓ(e, down))·(constant + annual·T_e)</c> over expiries of options, with <c>ℓ(e, j)</c> the unweighted loss of the expiry's options in scenario <c>j</c>. It competes with the scenarios:
/// the greater counts. Source: forward contingency of Derive's PMRM (github.com/derivexyz/v2-core, 7736900, 2026-01-21).
/// </remarks>
public sealed record ExpiryStress
{
    /// <summary>A stress.</summary>
    /// <param name="up">Name of the scenario upwards; one of the model's.</param>
    /// <param name="down">Name of the scenario downwards; one of the model's.</param>
    /// <param name="constant">0 to 20.</param>
    /// <param name="annual">For each year to expiry, 0 to 20.</param>
    /// <exception cref="ArgumentException">A multiple is out of its range; the message has it.</exception>
    public ExpiryStress(string up, string down, decimal constant, decimal annual)
    {
        ArgumentException.ThrowIfNullOrEmpty(up);
        ArgumentException.ThrowIfNullOrEmpty(down);
        ModelChecks.Within(constant, 0, 20, "The expiry stress's constant", nameof(constant));
        ModelChecks.Within(annual, 0, 20, "The expiry stress's annual multiple", nameof(annual));
        Up = up;
        Down = down;
        Constant = constant;
        Annual = annual;
    }

    /// <summary>Name of the scenario upwards.</summary>
    public string Up { get; }

    /// <summary>Name of the scenario downwards.</summary>
    public string Down { get; }

    /// <summary>The multiple at expiry.</summary>
    public decimal Constant { get; }

    /// <summary>What is added to it for each year to expiry.</summary>
    public decimal Annual { get; }

    /// <summary>The multiple of an expiry.</summary>
    /// <param name="years">Time to expiry.</param>
    public double Multiple(double years) => (double)Constant + (double)Annual * years;
}
