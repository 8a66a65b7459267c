namespace MarginFunctions.Risk.Scenarios;

/// <summary>The cost of closing what is held: <c>futures·Σ |q·m|·S + options·Σ |q·m|·F</c> over the contracts of one underlying, long and short alike, since both have to be traded away.</summary>
/// <remarks>
/// Sources: OKX's MR7, a floor (position builder's example, see <see cref="BasisCharge"/>: 43.67206660410001/9,704.9036898 = 0.0045); Derive's perp contingency, an addition (PMRM, see <see cref="ExpiryStress"/>).
/// </remarks>
public sealed record LiquidityCharge
{
    /// <summary>A charge.</summary>
    /// <param name="futuresRate">Of the size of futures and perpetuals, 0 to 1.</param>
    /// <param name="optionsRate">Of the forward, for each unit of the underlying under options; 0 to 1.</param>
    /// <param name="isFloor">Whether the underlying's requirement is at least this, instead of growing by it.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">A rate is out of its range; the message has it.</exception>
    public LiquidityCharge(decimal futuresRate, decimal optionsRate, bool isFloor, MarginFactors factors)
    {
        ModelChecks.Within(futuresRate, 0, 1, "The liquidity charge's rate of futures", nameof(futuresRate));
        ModelChecks.Within(optionsRate, 0, 1, "The liquidity charge's rate of options", nameof(optionsRate));
        ArgumentNullException.ThrowIfNull(factors);
        FuturesRate = futuresRate;
        OptionsRate = optionsRate;
        IsFloor = isFloor;
        Factors = factors;
    }

    /// <summary>Of the size of futures and perpetuals.</summary>
    public decimal FuturesRate { get; }

    /// <summary>Of the forward, for each unit under options.</summary>
    public decimal OptionsRate { get; }

    /// <summary>Whether it is a floor and not an addition.</summary>
    public bool IsFloor { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }
}
