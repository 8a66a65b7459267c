using MarginFunctions.Risk.Cover;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>How pools are liquidated. Facts only. Immutable.</summary>
public sealed record LiquidationPolicy
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>One policy.</summary>
    /// <param name="terms">What it costs, how far it goes, and the markets. Both fees together are at most 0.5.</param>
    /// <param name="orderLife">How long orders stand before what is not filled is planned again; from a second to an hour.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message names item and value.</exception>
    public LiquidationPolicy(LiquidationTerms terms, TimeSpan orderLife)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (orderLife < ShortestLife || orderLife > LongestLife)
        {
            throw new ArgumentException($"The life of an order is {orderLife:c}; it is at least {ShortestLife:c} and at most {LongestLife:c}.", nameof(orderLife));
        }

        var fee = terms.FeeRate + terms.FundFeeRate;
        Terms = terms;
        OrderLife = orderLife;
        Split = new FeeSplit(fee, fee == 0 ? 0 : terms.FundFeeRate / fee);
    }

    /// <summary>What it costs, how far it goes, and the markets.</summary>
    public LiquidationTerms Terms { get; }

    /// <summary>How long orders stand before what is not filled is planned again.</summary>
    public TimeSpan OrderLife { get; }

    /// <summary>The fee of a fill: at most both fees together, of which the fund's part is the fund's.</summary>
    public FeeSplit Split { get; }
}
