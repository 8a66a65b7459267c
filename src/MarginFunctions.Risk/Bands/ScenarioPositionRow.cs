using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Bands;

/// <summary>A perpetual or future in scenarios: straight lines in the mark. A linear one loses <c>−q·m·S·x</c>; what an inverse one loses, a part of its size in account currency, stands still.</summary>
internal sealed class ScenarioPositionRow(ResolvedPosition position, int mark, double[] moves) : BoxRow(mark)
{
    private readonly double exposure = (double)position.Exposure;
    private readonly double slope = position.IsInverse ? (double)position.Exposure / (double)position.EntryPrice : (double)position.Exposure;

    public override void Update(MarkBox box)
    {
    }

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        var inScenario = position.IsInverse || piece.Column == 0 ? 0 : piece.Loss * exposure * moves[piece.Column - 1];
        sums.AddPrice(Mark, slope * piece.Equity + inScenario - (position.IsInverse ? 0 : Math.Abs(exposure) * piece.Futures));
    }

    public override Interval DeltaRange(MarkBox box) => position.IsInverse ? new(exposure, exposure) : exposure * new Interval(box.Low[Mark], box.High[Mark]);

    public override double Amount(MarkBox box, double scenarioFactor) => Math.Abs(exposure)
        * (position.IsInverse ? scenarioFactor + 1 / MarginScenarioFloor + box.High[Mark] * Math.Max(1, 1 / (double)position.EntryPrice) : Math.Max(box.High[Mark], (double)position.EntryPrice) * scenarioFactor);

    // 1/f of a scenario's factor is at most this.
    private const double MarginScenarioFloor = 0.01;
}
