namespace MarginFunctions.Risk.Tail;

/// <summary>How a quantile is read from weighted observations, sorted ascending, <c>Cₖ</c> the weight of the first <c>k</c>.</summary>
public enum AgeWeightedRule
{
    /// <summary>The first observation whose <c>Cₖ</c> reaches the level; equal weights give <see cref="QuantileRule.IndexAbove"/>.</summary>
    IndexAbove,

    /// <summary>Linear between observations, the <c>k</c>-th at <c>Cₖ</c>, flat below the first; equal weights give <see cref="QuantileRule.SampleInterpolation"/>.</summary>
    Interpolation,
}
