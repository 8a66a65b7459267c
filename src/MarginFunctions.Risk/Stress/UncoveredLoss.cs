using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Stress;

/// <summary>What a pool owes beyond everything that stands behind it.</summary>
public static class UncoveredLoss
{
    /// <summary><c>max(0, −E)</c> at given marks, those of <see cref="StressedMarks"/> for example: collateral after haircuts plus profit plus option value, without any requirement. Rounded up, in account currency.</summary>
    /// <exception cref="InvalidOperationException">A mark, or the parameters of a name, are missing; assess the pool first.</exception>
    /// <exception cref="OverflowException">Amounts are too large to be added up.</exception>
    public static decimal Of(ResolvedPool pool, MarkSet marks)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        PoolAssessor.ThrowIfUnknown(pool);
        var equity = pool.ConstantEquity;
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            var mark = Mark(marks, position.Symbol);
            equity += position.IsInverse ? position.Profit(mark) : position.Exposure * mark;
        }

        foreach (ref readonly var option in pool.OptionArray.AsSpan())
        {
            equity += marks.TryPrice(option, out var price, out var missing) ? option.Exposure * price : throw new InvalidOperationException($"{missing} has no mark.");
        }

        foreach (ref readonly var holding in pool.CollateralArray.AsSpan())
        {
            equity += holding.Value(Mark(marks, holding.Symbol));
        }

        return Math.Max(0, -MoneyRounding.RoundDownEquity(equity));
    }

    private static decimal Mark(MarkSet marks, int symbol) =>
        marks.TryGet(symbol, out var mark) ? mark : throw new InvalidOperationException($"{marks.Parameters.Symbols[symbol]} has no mark.");
}
