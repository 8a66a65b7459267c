using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>Value at risk and expected shortfall of a pool, positions and collateral together, and who contributes what. In account currency; a loss is positive.</summary>
public sealed class PoolRisk
{
    private PoolRisk(PoolProfits profits, TailContributions contributions, TailMeasure collateralHeld)
    {
        Profits = profits;
        Contributions = contributions;
        CollateralHeld = collateralHeld;
    }

    /// <summary>What the figures were computed from.</summary>
    public PoolProfits Profits { get; }

    /// <summary>The pool's measures, each item's part in the order of <see cref="PoolProfits.Items"/>, and the scenarios in the tail; no scenarios for a normal measure.</summary>
    public TailContributions Contributions { get; }

    /// <summary>The pool's measures.</summary>
    public TailMeasure Measure => Contributions.Portfolio;

    /// <summary>The same measures with collateral at today's value.</summary>
    public TailMeasure CollateralHeld { get; }

    /// <summary>
    /// Expected shortfall less what it would be if collateral kept its value. Positive: collateral falls when positions lose, which is wrong-way risk. Negative: it rises, a
    /// natural hedge.
    /// </summary>
    public double WrongWay => Measure.ExpectedShortfall - CollateralHeld.ExpectedShortfall;

    /// <summary>Measures by scenarios: plain or weighted by age, as the tail says; simulated or filtered, as the scenarios are.</summary>
    /// <exception cref="ArgumentException">The tail is prepared for another number of scenarios.</exception>
    public static PoolRisk Of(PoolProfits profits, ScenarioTail tail)
    {
        ArgumentNullException.ThrowIfNull(profits);
        ArgumentNullException.ThrowIfNull(tail);
        return new PoolRisk(profits, TailContributions.Of(profits.Profits, tail), tail.Measure(profits.WithCollateralHeld()));
    }

    /// <summary>Measures as if profits were jointly normal with the mean and covariance that they have over the scenarios.</summary>
    /// <exception cref="ArgumentException">There are fewer than two scenarios.</exception>
    public static PoolRisk Normal(PoolProfits profits, ConfidenceLevel level)
    {
        ArgumentNullException.ThrowIfNull(profits);
        var held = profits.WithCollateralHeld();
        return new PoolRisk(profits, NormalContributions.Of(profits.Profits, level), NormalContributions.Of(new PositionProfits(held, 1, held.Length), level).Portfolio);
    }
}
