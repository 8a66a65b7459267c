namespace MarginFunctions.Risk.Scenarios;

/// <summary>How the losses of several underlyings become one.</summary>
/// <remarks>
/// With <c>ℓ(u, j)</c> the loss on underlying <c>u</c> in scenario <c>j</c>, negative for a gain: separate, <c>Σ_u max(0, max_j ℓ(u, j))</c>, each has its own worst scenario and no gain helps another;
/// joint, <c>max(0, max_j Σ_u (ℓ(u, j)⁺ − offset·ℓ(u, j)⁻))</c>, all are in the same scenario at once and that part of the gains counts.
/// Joint is never more than separate. With offset 1 it is the plain worst sum.
/// </remarks>
public sealed record LossCombination
{
    private LossCombination(bool isJoint, decimal gainOffset)
    {
        IsJoint = isJoint;
        GainOffset = gainOffset;
    }

    /// <summary>Each underlying in its own worst scenario.</summary>
    public static LossCombination Separate { get; } = new(isJoint: false, 0);

    /// <summary>Whether all underlyings are in one scenario.</summary>
    public bool IsJoint { get; }

    /// <summary>The part of a gain that offsets other underlyings' losses in the same scenario; 0 when separate.</summary>
    public decimal GainOffset { get; }

    /// <summary>All underlyings in the same scenario.</summary>
    /// <param name="gainOffset">0 to 1.</param>
    /// <exception cref="ArgumentException">The offset is out of its range.</exception>
    public static LossCombination Joint(decimal gainOffset)
    {
        ModelChecks.Within(gainOffset, 0, 1, "The gain offset", nameof(gainOffset));
        return new LossCombination(isJoint: true, gainOffset);
    }
}
