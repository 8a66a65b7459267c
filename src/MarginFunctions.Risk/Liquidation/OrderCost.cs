using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>What closing some of one thing costs, each amount in account currency and rounded up at 8 places.</summary>
/// <param name="Notional">Size at the mark: <c>|q|·m·S</c> linear, <c>|q|·m</c> inverse, <c>|q|·m·F</c> for options, quantity times price for collateral.</param>
/// <param name="Fee">The liquidation fee.</param>
/// <param name="FundFee">What the insurance fund takes.</param>
/// <param name="Impact">What the close is expected to lose against the mark.</param>
public readonly record struct OrderCost(decimal Notional, decimal Fee, decimal FundFee, decimal Impact)
{
    /// <summary>Fees and impact together.</summary>
    public decimal Total => Fee + FundFee + Impact;

    /// <summary>The cost of an unrounded notional.</summary>
    /// <param name="notional">Not negative.</param>
    /// <param name="mostImpact">The most that impact can take: what a long option that is sold is worth; null for no such end.</param>
    /// <param name="terms">Fees.</param>
    /// <param name="market">Impact.</param>
    internal static OrderCost Of(decimal notional, decimal? mostImpact, LiquidationTerms terms, MarketTerms market)
    {
        var impact = notional * market.Impact;
        return new OrderCost(
            MoneyRounding.RoundUpRequirement(notional),
            MoneyRounding.RoundUpRequirement(notional * terms.FeeRate),
            MoneyRounding.RoundUpRequirement(notional * terms.FundFeeRate),
            MoneyRounding.RoundUpRequirement(mostImpact is { } most ? Math.Min(impact, most) : impact));
    }
}
