using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Backtest;

/// <summary>The dynamic ranges that are rolled: those of the parameters, or else ranges from the parameters' volatilities; never from the history that is tested.</summary>
/// <remarks>
/// <para>
/// Without a policy in the parameters: <c>start = k·σ·√h</c> with σ the underlying's largest volatility in the parameters, floor half of it, cap four times (at most 0.95), stressed volatility <c>2·σ</c> at
/// weight 25 %; k is the normal quantile of the level, h the horizon, the half-life that of λ = 0.94 at one return a horizon; a range moves by at most one point an hour.
/// </para>
/// <para>
/// A policy of the parameters keeps its own horizon and limits. It is published once a horizon here and far more often in the engine, so a publication counts all the time since the last, at most a day.
/// </para>
/// </remarks>
internal static class RangePolicy
{
    private const decimal HighestCap = 0.95m;
    private const decimal StepPerHour = 0.01m;

    /// <summary>Horizons in which 0.94ⁿ is one half.</summary>
    private const double HalfLifeHorizons = 11.2023;

    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(1);

    /// <param name="parameters">The parameters.</param>
    /// <param name="underlyings">Those that have prices.</param>
    /// <param name="settings">Level and horizon.</param>
    public static DynamicRangePolicy Of(RiskParameters parameters, IEnumerable<string> underlyings, BacktestSettings settings)
    {
        var step = settings.Horizon < LongestStep ? settings.Horizon : LongestStep;
        return parameters.DynamicMargin is { } policy
            ? new DynamicRangePolicy(
                policy.HalfLife, policy.Horizon, policy.Multiplier, policy.StepPerHour, policy.Underlyings, policy.StressWeight, step, policy.Sampling, policy.MaximumMarkAge)
            : new DynamicRangePolicy(
                settings.Horizon * HalfLifeHorizons,
                settings.Horizon,
                DynamicRangePolicy.MultiplierOf(settings.Level),
                StepPerHour,
                [.. underlyings.Select(u => Limits(u, parameters, settings))],
                longestStep: step,
                sampling: step);
    }

    /// <summary>The range of an underlying that a policy does not name: the portfolio-margin model's own, or the start above.</summary>
    public static decimal Unnamed(string underlying, RiskParameters parameters, BacktestSettings settings) =>
        parameters.PortfolioMargin?.RangeOf(underlying) ?? Limits(underlying, parameters, settings).Start;

    private static DynamicUnderlying Limits(string underlying, RiskParameters parameters, BacktestSettings settings)
    {
        var volatility = parameters.Instruments.Where(i => i.Underlying == underlying).Max(i => i.Volatility);
        var deviations = DynamicRangePolicy.MultiplierOf(settings.Level) * Math.Sqrt(settings.Horizon / TimeSpan.FromDays(365));
        var start = Math.Clamp(decimal.Round(volatility * (decimal)deviations, 8), 0.0001m, HighestCap);
        return new DynamicUnderlying(underlying, start / 2, Math.Min(HighestCap, 4 * start), start, (double)Math.Min(2 * volatility, 100));
    }
}
