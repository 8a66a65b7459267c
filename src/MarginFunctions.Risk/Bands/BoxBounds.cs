using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Bands;

/// <summary>How far <c>Equity·E − Level·MM</c> of a pool can be from today's value, anywhere in a box of marks.</summary>
internal abstract class BoxBounds(MarkBox box, ResolvedPool pool, double scenarioFactor, double largestAmount)
{
    // Thousands of doubles' roundings of 1e-16, and multiples of amounts in the thousands, stay below.
    private const double RelativeGuard = 1e-10;

    // Amounts are rounded up or down at 8 places; prices of options to the nearest.
    private const double RoundedUnit = 1e-8;

    private readonly double constant = Math.Abs((double)pool.ConstantEquity);

    /// <summary>The pool's positions and holdings.</summary>
    protected abstract IReadOnlyList<BoxRow> Rows { get; }

    /// <summary>The box.</summary>
    protected MarkBox Box => box;

    /// <summary>The part of its way to 0 that the worst of the values may go inside the box: the box keeps all signs when it is at most 1. Infinite or NaN when nothing can be said.</summary>
    public double Used(ReadOnlySpan<WatchedValue> values)
    {
        var amounts = constant;
        var rounded = 2d;
        foreach (var row in Rows)
        {
            amounts += row.Amount(box, scenarioFactor);
            rounded += row.RoundedSize;
        }

        if (!(amounts < largestAmount))
        {
            return double.PositiveInfinity;
        }

        foreach (var row in Rows)
        {
            row.Update(box);
        }

        Prepare();
        var used = 0d;
        foreach (ref readonly var value in values)
        {
            var slack = Math.Abs(value.Value) - (1 + value.Level) * (rounded * RoundedUnit + amounts * RelativeGuard);
            if (!(slack > 0))
            {
                return double.PositiveInfinity;
            }

            used = Math.Max(used, Worst(value, slack) / slack);
        }

        return used;
    }

    /// <summary>Works out what all values share, once the rows are up to date.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>The most that a value can go towards 0 inside the box, not below 0.</summary>
    /// <param name="value">The value.</param>
    /// <param name="slack">How far it may go. A result beyond it says only that it is beyond.</param>
    protected abstract double Worst(in WatchedValue value, double slack);
}
