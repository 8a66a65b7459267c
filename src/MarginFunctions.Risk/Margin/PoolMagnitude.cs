using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Margin;

/// <summary>How large a pool's amounts are, in account currency, so that searches stay within decimal's 28 digits and below its largest number.</summary>
internal static class PoolMagnitude
{
    // A tenth of decimal's range: sums and differences of a few amounts of this size still fit.
    private const double LargestAmount = 7e27;

    /// <summary>The sum of every amount, taken positive, that goes into an assessment, intermediate products included.</summary>
    public static double Of(ResolvedPool pool, MarkSet marks)
    {
        var sum = (double)Math.Abs(pool.ConstantEquity);
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            marks.TryGet(position.Symbol, out var mark);
            var price = (double)Math.Max(mark, position.EntryPrice);
            var amount = Math.Abs((double)position.Exposure) * price;
            sum += position.IsInverse ? amount * Math.Max(1, 1 / (double)position.EntryPrice) : amount;
        }

        foreach (ref readonly var holding in pool.CollateralArray.AsSpan())
        {
            marks.TryGet(holding.Symbol, out var price);
            sum += Math.Abs((double)holding.Quantity * (double)price);
        }

        return sum;
    }

    /// <summary>
    /// The greatest factor, from 1 to <see cref="PriceMove.MaximumFactor"/>, by which marks of a pool of this magnitude may be multiplied so that <c>E − level·MM</c> fits a decimal.
    /// </summary>
    public static decimal HighestFactor(double magnitude, decimal level)
    {
        var fits = LargestAmount / (magnitude * (1 + (double)level));
        return fits >= (double)PriceMove.MaximumFactor ? PriceMove.MaximumFactor : (decimal)Math.Max(1, fits);
    }

    /// <summary>
    /// More than all roundings to 28 digits on the way to <c>E − level·MM</c> can add up to, anywhere a search looks: <see cref="PriceMove.MaximumFactor"/> times the magnitude
    /// times 1e-28 for each of some thousand operations is below 1e-18 of the magnitude.
    /// </summary>
    public static decimal ArithmeticError(double magnitude) => (decimal)(magnitude * 1e-18);
}
