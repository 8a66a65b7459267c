namespace MarginFunctions.Risk.Bands;

/// <summary>An option in scenarios: with <c>V</c> its value today and <c>V_j</c> in a scenario it loses <c>V − V_j</c>, so a piece has <c>(Equity − Loss)·V + Loss·V_j</c> of it.</summary>
internal sealed class ScenarioOptionRow(double size, int mark, int volatility, double strike, OptionCurves curves) : BoxRow(mark)
{
    public override double RoundedSize => Math.Abs(size);

    public override void Update(MarkBox box) => curves.Update(box);

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        AddColumn(sums, 0, size * (piece.Equity - piece.Loss));
        AddColumn(sums, piece.Column, size * piece.Loss);
        sums.AddPrice(Mark, Math.Min(0, size) * piece.ShortOptions - Math.Abs(size) * piece.Options);
    }

    public override (double Least, double Most) DeltaRange(MarkBox box)
    {
        // The price is positive: each end of the delta takes the price that takes it further.
        var (least, most) = (size > 0 ? curves.Delta.Least : curves.Delta.Most, size > 0 ? curves.Delta.Most : curves.Delta.Least);
        return (size * least * box.End(Mark, size * least < 0), size * most * box.End(Mark, size * most > 0));
    }

    public override double Amount(MarkBox box, double scenarioFactor) => Math.Abs(size) * (box.High[Mark] * scenarioFactor + strike);

    private void AddColumn(BoxSums sums, int column, double weight)
    {
        if (weight == 0)
        {
            return;
        }

        sums.Add(Mark, weight, curves.Down(column), curves.Up(column));
        var (least, most) = curves.Vega(column);
        sums.AddSlope(volatility, weight, least, most);
    }
}
