using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Cover;

/// <summary>What a liquidated account pays of what is left above bankruptcy, and who gets it.</summary>
public sealed record FeeSplit
{
    /// <summary>One split.</summary>
    /// <param name="feeCap">The most the fee is, per unit of notional at the price of the fill; at least 0, at most 0.5.</param>
    /// <param name="fundShare">The insurance fund's part of the fee, the venue having the rest; from 0 to 1.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message names item and value.</exception>
    public FeeSplit(decimal feeCap, decimal fundShare)
    {
        ModelChecks.Within(feeCap, 0, 0.5m, "The fee cap", nameof(feeCap));
        ModelChecks.Within(fundShare, 0, 1, "The fund's share", nameof(fundShare));
        FeeCap = feeCap;
        FundShare = fundShare;
    }

    /// <summary>The most the fee is, per unit of notional.</summary>
    public decimal FeeCap { get; }

    /// <summary>The insurance fund's part of the fee.</summary>
    public decimal FundShare { get; }
}
