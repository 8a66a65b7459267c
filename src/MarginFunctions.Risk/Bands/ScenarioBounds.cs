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
    private readonly PieceMinimum[] pieces;
    private readonly PieceMinimum[] joint;

    private ScenarioBounds(PortfolioMarginModel model, ScenarioPieces[] groups, ResolvedPool pool, MarkBox box, double scenarioFactor)
        : base(box, pool, scenarioFactor, LargestAmount)
    {
        this.model = model;
        this.groups = groups;
        rows = [.. groups.SelectMany(g => g.Group.Rows)];
        sums = new BoxSums(box);
        pieces = new PieceMinimum[ScenarioPieces.CountOf(model)];
        joint = new PieceMinimum[pieces.Length];
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
        var greatestFactor = groups.Max(g => arrays.MovesOf(g.Underlying).Forwards.Concat(arrays.MovesOf(g.Underlying).Futures).Max());
        return new ScenarioBounds(arrays.Model, [.. groups.Select(g => new ScenarioPieces(arrays.Model, g))], pool, box, Math.Max(1, greatestFactor));
    }

    /// <summary>The requirement today as the pieces have it, without depeg charges: what they are checked by.</summary>
    public double MaintenanceToday()
    {
        foreach (var row in rows)
        {
            row.Update(Box);
        }

        Prepare();
        return -Evaluate(equity: 0, level: 1).Today;
    }

    protected override void Prepare()
    {
        foreach (var group in groups)
        {
            group.Prepare(sums);
        }
    }

    protected override (double Fall, double Rise) Change(double equity, double level) => Evaluate(equity, level).Change;

    private PieceMinimum Evaluate(double equity, double level)
    {
        var total = new PieceMinimum();
        Array.Fill(joint, new PieceMinimum());
        foreach (var group in groups)
        {
            group.Fill(sums, equity, level, pieces);
            if (model.Combination.IsJoint)
            {
                for (var k = 0; k < pieces.Length; k++)
                {
                    joint[k] = joint[k].Plus(pieces[k]);
                }
            }
            else
            {
                total = total.Plus(Least(pieces));
            }
        }

        return model.Combination.IsJoint ? Least(joint) : total;
    }

    private static PieceMinimum Least(ReadOnlySpan<PieceMinimum> pieces)
    {
        var least = new PieceMinimum();
        foreach (ref readonly var piece in pieces)
        {
            if (!piece.IsEmpty)
            {
                least.Add(piece);
            }
        }

        return least;
    }
}
