using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>
/// Bounds in portfolio mode. Losses of underlyings are separate, and <c>f</c> is a sum over underlyings of minima over pieces; or joint, and it is the minimum over pieces of sums. A mark that two underlyings depend on is
/// counted in both, which is sound.
/// </summary>
internal sealed class ScenarioBounds : BoxBounds
{
    // Requirements fit 8 places of a decimal up to 7e20, and charges are some thousands of times an amount at most.
    private const double LargestAmount = 1e15;

    private readonly PortfolioMarginModel model;
    private readonly ScenarioPieces[] groups;
    private readonly BoxRow[] rows;
    private readonly BoxSums sums;
    private readonly int pieces;

    private ScenarioBounds(PortfolioMarginModel model, ScenarioPieces[] groups, ResolvedPool pool, MarkBox box, double scenarioFactor)
        : base(box, pool, scenarioFactor, LargestAmount)
    {
        this.model = model;
        this.groups = groups;
        rows = [.. groups.SelectMany(g => g.Group.Rows)];
        sums = new BoxSums(box);
        pieces = ScenarioPieces.CountOf(model);
    }

    protected override IReadOnlyList<BoxRow> Rows => rows;

    /// <summary>Gathers a pool.</summary>
    /// <param name="pool">A pool in portfolio mode that can be assessed and has positions.</param>
    /// <param name="marks">Today's marks.</param>
    /// <param name="box">A box that holds them.</param>
    public static ScenarioBounds Of(ResolvedPool pool, MarkSet marks, MarkBox box)
    {
        var arrays = marks.RiskArraysOf(marks.Parameters.PortfolioMargin!);
        var groups = ScenarioRows.Groups(pool, arrays, box);
        var greatestFactor = groups.Max(g => arrays.MovesOf(g.Underlying).Forwards.Concat(arrays.MovesOf(g.Underlying).Futures.Select(move => 1 + move)).Max());
        return new ScenarioBounds(arrays.Model, [.. groups.Select(g => new ScenarioPieces(arrays.Model, g))], pool, box, Math.Max(1, greatestFactor));
    }

    /// <summary>The requirement today as the pieces have it, without depeg charges: what they are checked by.</summary>
    public double MaintenanceToday()
    {
        if (!model.Combination.IsJoint)
        {
            return -groups.Sum(g => g.Today(Binding(g, level: 1), level: 1));
        }

        return -Today(BindingJointly(level: 1), level: 1);
    }

    protected override void Prepare()
    {
        foreach (var group in groups)
        {
            group.Prepare(sums);
        }
    }

    protected override double Worst(in WatchedValue value, double slack) => model.Combination.IsJoint ? WorstJointly(value, slack) : WorstSeparately(value, slack);

    /// <summary>Each underlying's minimum for itself.</summary>
    private double WorstSeparately(in WatchedValue value, double slack)
    {
        var worst = 0d;
        foreach (var group in groups)
        {
            var binding = Binding(group, value.Level);
            var today = group.Today(binding, value.Level);
            var bound = group.Bound(binding, sums, value.Equity, value.Level);
            var part = value.Value >= 0 ? today - bound.Low : bound.High - today;
            for (var k = 0; k < pieces && NeedsMore(value, worst + part, slack); k++)
            {
                if (k != binding && !double.IsPositiveInfinity(group.Today(k, value.Level)))
                {
                    var other = group.Bound(k, sums, value.Equity, value.Level);
                    part = value.Value >= 0 ? Math.Max(part, today - other.Low) : Math.Min(part, other.High - today);
                }
            }

            worst += Math.Max(0, part);
        }

        return worst;
    }

    /// <summary>The minimum of sums over underlyings.</summary>
    private double WorstJointly(in WatchedValue value, double slack)
    {
        var binding = BindingJointly(value.Level);
        var today = Today(binding, value.Level);
        var worst = Distance(binding, value, today);
        for (var k = 0; k < pieces && NeedsMore(value, worst, slack); k++)
        {
            if (k != binding && !double.IsPositiveInfinity(Today(k, value.Level)))
            {
                var other = Distance(k, value, today);
                worst = value.Value >= 0 ? Math.Max(worst, other) : Math.Min(worst, other);
            }
        }

        return Math.Max(0, worst);
    }

    // A minimum falls as far as any piece takes it: all are looked at until one takes it too far. It rises no further than any one piece lets it: the first that is good enough will do.
    private static bool NeedsMore(in WatchedValue value, double worst, double slack) => value.Value >= 0 ? worst <= slack : !(worst <= slack);

    private double Distance(int piece, in WatchedValue value, double today)
    {
        var (low, high) = (0d, 0d);
        foreach (var group in groups)
        {
            var bound = group.Bound(piece, sums, value.Equity, value.Level);
            low += bound.Low;
            high += bound.High;
        }

        return value.Value >= 0 ? today - low : high - today;
    }

    private int Binding(ScenarioPieces group, double level)
    {
        var binding = 0;
        for (var k = 1; k < pieces; k++)
        {
            binding = group.Today(k, level) < group.Today(binding, level) ? k : binding;
        }

        return binding;
    }

    private int BindingJointly(double level)
    {
        var binding = 0;
        for (var k = 1; k < pieces; k++)
        {
            binding = Today(k, level) < Today(binding, level) ? k : binding;
        }

        return binding;
    }

    private double Today(int piece, double level)
    {
        var sum = 0d;
        foreach (var group in groups)
        {
            sum += group.Today(piece, level);
        }

        return sum;
    }
}
