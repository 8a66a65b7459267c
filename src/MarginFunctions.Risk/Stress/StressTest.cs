using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Stress;

/// <summary>A pool's worst scenario and what its collateral covers of it.</summary>
/// <param name="Scenario">The scenario with the greatest loss; null when none loses.</param>
/// <param name="Loss">That loss of the positions against today's marks, rounded up, not negative, in account currency.</param>
/// <param name="CoverageRatio">The margin coverage ratio: collateral after haircuts at today's prices over <paramref name="Loss"/>, rounded down at 8 places; null when nothing is lost.</param>
public readonly record struct StressTest(string? Scenario, decimal Loss, decimal? CoverageRatio)
{
    /// <summary>Runs every scenario of the parameters over a pool's positions.</summary>
    /// <exception cref="InvalidOperationException">A mark, or the parameters of a name, are missing; assess the pool first.</exception>
    public static StressTest Run(ResolvedPool pool, MarkSet marks)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        PoolAssessor.ThrowIfUnknown(pool);
        string? worst = null;
        var worstLoss = 0m;
        foreach (var scenario in marks.Parameters.Stress)
        {
            var loss = LossIn(pool, marks, scenario);
            if (loss > worstLoss)
            {
                worst = scenario.Name;
                worstLoss = loss;
            }
        }

        worstLoss = MoneyRounding.RoundUpRequirement(worstLoss);
        return new StressTest(worst, worstLoss, worstLoss > 0 ? MoneyRounding.Ratio(PoolAssessor.CollateralValue(pool, marks), worstLoss) : null);
    }

    private static decimal LossIn(ResolvedPool pool, MarkSet marks, StressScenario scenario)
    {
        var loss = 0m;
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            if (!marks.TryGet(position.Symbol, out var mark))
            {
                throw new InvalidOperationException($"{position.Instrument.Symbol} has no mark.");
            }

            loss += position.Profit(mark) - position.Profit(mark * (1 + scenario.MoveOf(position.Instrument.Underlying)));
        }

        return pool.OptionArray.Length == 0 ? loss : loss + OptionValue(pool, marks) - OptionValue(pool, Moved(marks, scenario));
    }

    /// <summary>Every price and every volatility moved; no time passes.</summary>
    private static MarkSet Moved(MarkSet marks, StressScenario scenario) => marks.Move(symbol => 1 + (marks.Parameters.VolatilityUnderlyings[symbol] is { } underlying
        ? scenario.VolatilityMoveOf(underlying)
        : scenario.MoveOf(marks.Parameters.Underlyings[symbol])));

    private static decimal OptionValue(ResolvedPool pool, MarkSet marks)
    {
        var value = 0m;
        foreach (ref readonly var option in pool.OptionArray.AsSpan())
        {
            value += marks.TryPrice(option, out var price, out var missing) ? option.Exposure * price : throw new InvalidOperationException($"{missing} has no mark.");
        }

        return value;
    }
}
