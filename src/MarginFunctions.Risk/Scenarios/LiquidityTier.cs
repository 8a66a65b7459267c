namespace MarginFunctions.Risk.Scenarios;

/// <summary>A bracket of the cost of closing one underlying.</summary>
public sealed record LiquidityTier
{
    /// <summary>A bracket.</summary>
    /// <param name="floor">Lower bound of the cost, in account currency, not negative.</param>
    /// <param name="multiple">What the cost inside the bracket is multiplied by, above 0 and at most 100.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message has it.</exception>
    public LiquidityTier(decimal floor, decimal multiple)
    {
        ModelChecks.Amount(floor, "The floor of a liquidity tier", nameof(floor));
        ModelChecks.PositiveUpTo(multiple, 100, "The multiple of a liquidity tier", nameof(multiple));
        Floor = floor;
        Multiple = multiple;
    }

    /// <summary>Lower bound of the cost, in account currency.</summary>
    public decimal Floor { get; }

    /// <summary>What the cost inside the bracket is multiplied by.</summary>
    public decimal Multiple { get; }
}
