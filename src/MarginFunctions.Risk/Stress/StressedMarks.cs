using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Risk.Stress;

/// <summary>The marks of a stress scenario, for valuing everything an account has, collateral included.</summary>
/// <remarks>
/// Prices that follow the underlying of a contract move with it, so that coins held as collateral fall together with positions on them (wrong-way risk). Other prices, a stablecoin's for example, stay unless the scenario names
/// them: a fall of the market is no fall of a dollar. Volatilities move as the scenario says. No time passes.
/// </remarks>
public static class StressedMarks
{
    /// <summary>Moves marks by a scenario; missing ones stay missing.</summary>
    public static MarkSet Of(MarkSet marks, StressScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(scenario);
        var parameters = marks.Parameters;
        var traded = parameters.Instruments.Select(i => i.Underlying).Concat(parameters.Options.Select(o => o.Underlying)).ToHashSet(StringComparer.Ordinal);
        return marks.Move(symbol =>
        {
            if (parameters.VolatilityUnderlyings[symbol] is { } volatility)
            {
                return 1 + scenario.VolatilityMoveOf(volatility);
            }

            var underlying = parameters.Underlyings[symbol];
            return traded.Contains(underlying) || scenario.Moves.ContainsKey(underlying) ? 1 + scenario.MoveOf(underlying) : 1;
        });
    }
}
