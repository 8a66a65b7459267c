using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Backtest;

/// <summary>The dynamic ranges that are rolled when the parameters state none: from the parameters' volatilities, never from the history that is tested.</summary>
/// <remarks>
/// <c>start = k·σ·√h</c> with σ the underlying's largest volatility in the parameters, floor half of it, cap four times (below 1), stressed volatility <c>2·σ</c> at weight 25 %; k is the normal quantile
/// of the level and the half-life that of λ = 0.94 at one return a horizon; a range moves by at most one point an hour.
/// </remarks>
internal static class DefaultRanges
{
    private const decimal HighestCap = 0.95m;
    private const decimal StepPerHour = 0.01m;

    /// <summary>Horizons in which 0.94ⁿ is one half.</summary>
    private const double HalfLifeHorizons = 11.2023;

    /// <param name="parameters">The parameters.</param>
    /// <param name="underlyings">Those that have prices.</param>
    /// <param name="settings">Level and horizon.</param>
    public static DynamicRangePolicy Of(RiskParameters parameters, IEnumerable<string> underlyings, BacktestSettings settings)
    {
        var horizon = settings.Horizon;
        var multiplier = DynamicRangePolicy.MultiplierOf(settings.Level);
        return new DynamicRangePolicy(
            horizon * HalfLifeHorizons,
            horizon,
            multiplier,
            StepPerHour,
            [.. underlyings.Select(u => Limits(u, parameters.Instruments.Where(i => i.Underlying == u).Max(i => i.Volatility), multiplier, horizon))],
            longestStep: TimeSpan.FromDays(1),
            sampling: horizon < TimeSpan.FromDays(1) ? horizon : TimeSpan.FromDays(1));
    }

    private static DynamicUnderlying Limits(string underlying, decimal volatility, double multiplier, TimeSpan horizon)
    {
        var start = Math.Clamp(decimal.Round(volatility * (decimal)(multiplier * Math.Sqrt(horizon / TimeSpan.FromDays(365))), 8), 0.0001m, HighestCap);
        return new DynamicUnderlying(underlying, start / 2, Math.Min(HighestCap, 4 * start), start, (double)Math.Min(2 * volatility, 100));
    }
}
