using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Bands;

/// <summary>A perpetual or future in standard mode: its value is a straight line in the mark, and its tier requirement is convex in it, as rates never fall; an inverse one's requirement stands still.</summary>
internal sealed class StandardPositionRow(ResolvedPosition position, int mark) : BoxRow(mark)
{
    private readonly double exposure = (double)position.Exposure;
    private readonly double slope = position.IsInverse ? (double)position.Exposure / (double)position.EntryPrice : (double)position.Exposure;
    private SideChange below;
    private SideChange above;

    public override void Update(MarkBox box)
    {
        if (position.IsInverse)
        {
            return;
        }

        var now = Requirement(box.Today[Mark]);
        (below, above) = (SideTo(box.Low[Mark]), SideTo(box.High[Mark]));

        SideChange SideTo(double end)
        {
            var there = Requirement(end);
            var way = end - box.Today[Mark];
            return SideChange.Convex(there.Amount - now.Amount, way * now.Slope, way * there.Slope);
        }
    }

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        sums.AddPrice(Mark, slope * piece.Equity);
        if (!position.IsInverse)
        {
            sums.Add(Mark, -piece.Requirement, below, above);
        }
    }

    public override double Amount(MarkBox box, double scenarioFactor) =>
        Math.Abs(exposure) * (position.IsInverse ? 1 + box.High[Mark] * Math.Max(1, 1 / (double)position.EntryPrice) : Math.Max(box.High[Mark], (double)position.EntryPrice));

    // At a bound the upper tier's rate, which is the slope to the right; on the way down it is too steep by no more than the bend there.
    private (double Amount, double Slope) Requirement(double mark)
    {
        var notional = Math.Abs(exposure) * mark;
        var brackets = position.Instrument.Tiers.Brackets;
        var n = 0;
        while (n + 1 < brackets.Length && notional >= (double)brackets[n].Ceiling)
        {
            n++;
        }

        var rate = (double)brackets[n].MaintenanceRate;
        return (notional * rate - (double)brackets[n].MaintenanceAmount, Math.Abs(exposure) * rate);
    }
}
