namespace MarginFunctions.Risk.Tail;

/// <summary>Value at risk and expected shortfall of one distribution of profits. A loss is positive; a negative measure is a gain even in the tail.</summary>
/// <param name="ValueAtRisk">The loss that is exceeded with at most the tail's probability.</param>
/// <param name="ExpectedShortfall">The mean loss in the tail; not below value at risk, up to rounding.</param>
public readonly record struct TailMeasure(double ValueAtRisk, double ExpectedShortfall)
{
    /// <summary>Both measures by the square-root-of-time rule; see <see cref="Horizon.SquareRootOfTimeFrom"/> for when it holds.</summary>
    /// <param name="from">The horizon that the profits were over.</param>
    /// <param name="to">The horizon wanted.</param>
    public TailMeasure ScaledBySquareRootOfTime(Horizon from, Horizon to)
    {
        var factor = to.SquareRootOfTimeFrom(from);
        return new TailMeasure(ValueAtRisk * factor, ExpectedShortfall * factor);
    }
}
