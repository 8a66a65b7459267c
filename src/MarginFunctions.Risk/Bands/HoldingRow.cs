using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Bands;

/// <summary>Collateral in standard mode, and in scenarios that leave it alone: what it counts for. It is concave in its price, as haircuts never fall; a debit balance is a straight line.</summary>
internal class HoldingRow(ResolvedCollateral holding, int mark) : BoxRow(mark)
{
    private readonly double quantity = (double)holding.Quantity;
    private SideChange below;
    private SideChange above;

    /// <summary>The holding.</summary>
    protected ResolvedCollateral Holding => holding;

    public override void Update(MarkBox box) => (below, above) = (SideTo(box.Today[Mark], box.Low[Mark]), SideTo(box.Today[Mark], box.High[Mark]));

    public override void AddTo(BoxSums sums, in PieceWeights piece) => AddCounted(sums, piece.Equity);

    public override double Amount(MarkBox box, double scenarioFactor) => Math.Abs(quantity) * box.High[Mark] * scenarioFactor;

    /// <summary>Adds a multiple of what it counts for.</summary>
    protected void AddCounted(BoxSums sums, double weight) => sums.Add(Mark, weight, below, above);

    private SideChange SideTo(double today, double end)
    {
        var change = (double)(holding.Value((decimal)end) - holding.Value((decimal)today));
        return holding.Quantity <= 0 || holding.Schedule is null
            ? SideChange.Linear(quantity * (end - today))
            : SideChange.Concave(change, Slope(today) * (end - today), Slope(end) * (end - today));
    }

    // To the right at a kink; on the way down too flat by no more than the bend there.
    private double Slope(double price) => quantity * (double)holding.Schedule!.CountedSlope(holding.Quantity * (decimal)price);
}
