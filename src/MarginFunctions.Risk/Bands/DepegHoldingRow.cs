using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>Collateral with a depeg charge: <c>max(0, move·v − (v − c))</c> of a market value <c>v</c> that counts for <c>c</c>, whose slope is 0 or <c>move − 1 + dc/dv</c>; a debit balance's is a straight line.</summary>
internal sealed class DepegHoldingRow(ResolvedCollateral holding, int mark, DepegCharge charge) : HoldingRow(holding, mark)
{
    private readonly double factor = (double)charge.Factors.Maintenance;
    private SideChange below;
    private SideChange above;

    public override void Update(MarkBox box)
    {
        base.Update(box);
        (below, above) = (SideTo(box.Today[Mark], box.Low[Mark]), SideTo(box.Today[Mark], box.High[Mark]));
    }

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        base.AddTo(sums, piece);
        sums.Add(Mark, -piece.Depegs * factor, below, above);
    }

    private SideChange SideTo(double today, double end)
    {
        var change = Amount(end) - Amount(today);
        if (Holding.Quantity <= 0)
        {
            return SideChange.Linear(change);
        }

        // The counted value's slope falls with the price.
        var (least, most) = (Math.Min(0, Slope(Math.Max(today, end))), Math.Max(0, Slope(Math.Min(today, end))));
        var way = (double)Holding.Quantity * (end - today);
        return SideChange.Within(change, Math.Min(way * least, way * most), Math.Max(way * least, way * most));
    }

    private double Amount(double price) => (double)charge.Amount(Holding.Quantity * (decimal)price, Holding.Value((decimal)price));

    private double Slope(double price) => (double)(charge.Move - 1 + Holding.Schedule!.CountedSlope(Holding.Quantity * (decimal)price));
}
