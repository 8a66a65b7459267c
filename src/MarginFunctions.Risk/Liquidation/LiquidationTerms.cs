using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>What liquidation costs and how far it goes. Facts only. Immutable.</summary>
public sealed class LiquidationTerms
{
    private readonly Dictionary<string, MarketTerms> markets;
    private readonly MarketTerms? others;

    /// <summary>One set of terms.</summary>
    /// <param name="feeRate">The liquidation fee per unit of notional closed; at least 0, at most 0.5.</param>
    /// <param name="fundFeeRate">What the insurance fund takes on top, per unit of notional closed; at least 0, at most 0.5.</param>
    /// <param name="restoreLevel">The multiple of maintenance margin that equity is to reach; at least 1, at most 100.</param>
    /// <param name="markets">By instrument, option and collateral asset.</param>
    /// <param name="others">The terms of everything else; null when what is not named cannot be planned for.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message names item and value.</exception>
    public LiquidationTerms(decimal feeRate, decimal fundFeeRate, decimal restoreLevel, IReadOnlyDictionary<string, MarketTerms> markets, MarketTerms? others = null)
    {
        ArgumentNullException.ThrowIfNull(markets);
        ModelChecks.Within(feeRate, 0, 0.5m, "The liquidation fee", nameof(feeRate));
        ModelChecks.Within(fundFeeRate, 0, 0.5m, "The fund fee", nameof(fundFeeRate));
        ModelChecks.Within(restoreLevel, 1, 100, "The restore level", nameof(restoreLevel));
        FeeRate = feeRate;
        FundFeeRate = fundFeeRate;
        RestoreLevel = restoreLevel;
        this.markets = new Dictionary<string, MarketTerms>(markets, StringComparer.Ordinal);
        this.others = others;
    }

    /// <summary>The liquidation fee per unit of notional closed.</summary>
    public decimal FeeRate { get; }

    /// <summary>What the insurance fund takes on top, per unit of notional closed.</summary>
    public decimal FundFeeRate { get; }

    /// <summary>The multiple of maintenance margin that equity is to reach.</summary>
    public decimal RestoreLevel { get; }

    /// <summary>The same terms with another level.</summary>
    /// <param name="restoreLevel">At least 1, at most 100.</param>
    public LiquidationTerms With(decimal restoreLevel) =>
        restoreLevel == RestoreLevel ? this : new LiquidationTerms(FeeRate, FundFeeRate, restoreLevel, markets, others);

    /// <summary>The terms of an instrument, option or asset.</summary>
    /// <exception cref="ArgumentException">There are none; the message names it.</exception>
    public MarketTerms MarketOf(string name) =>
        markets.GetValueOrDefault(name) ?? others ?? throw new ArgumentException($"{name} has no market terms; without lot and impact its liquidation cannot be planned.", nameof(name));
}
