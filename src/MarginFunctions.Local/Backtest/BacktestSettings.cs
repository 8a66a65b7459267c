using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Backtest;

/// <summary>How a history is rolled through.</summary>
/// <param name="Level">The level that requirements are held against.</param>
/// <param name="Horizon">The margin period of risk: requirements are set and losses measured this far apart, from 1 minute to 30 days.</param>
/// <param name="Window">The most past returns that a historical measure sees, at least <paramref name="WarmUp"/>.</param>
/// <param name="WarmUp">The fewest: the first requirement is set after as many returns. At least what the level needs for one scenario in the tail.</param>
/// <param name="Notional">What the made-up positions are worth, in account currency, positive.</param>
internal sealed record BacktestSettings(ConfidenceLevel Level, TimeSpan Horizon, int Window, int WarmUp, decimal Notional)
{
    /// <summary>λ of the volatility filter and of dynamic ranges: the daily one of RiskMetrics.</summary>
    public const double VolatilityDecay = 0.94;

    /// <summary>λ of age weights: the milder of the two in Boudoukh, Richardson and Whitelaw.</summary>
    public const double AgeDecay = 0.99;

    /// <summary>Returns that a level needs for one scenario in its tail.</summary>
    public static int FewestReturns(ConfidenceLevel level) => (int)Math.Min(int.MaxValue, decimal.Ceiling(1 / level.TailProbability));
}
