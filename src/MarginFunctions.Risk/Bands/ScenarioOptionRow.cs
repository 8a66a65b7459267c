namespace MarginFunctions.Risk.Bands;

/// <summary>An option in scenarios: with <c>V</c> its value today and <c>V_j</c> in a scenario it loses <c>V − V_j</c>, so a piece has <c>(Equity − Loss)·V + Loss·V_j</c> of it.</summary>
internal sealed class ScenarioOptionRow(double size, int mark, int volatility, double strike, OptionCurves curves, Func<double, double>? volatilityMove) : BoxRow(mark)
{
    public override double RoundedSize => Math.Abs(size);

    public override void Update(MarkBox box) => curves.Update(box);

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        AddColumn(sums, 0, size * (piece.Equity - piece.Loss));
        AddColumn(sums, piece.Column, size * piece.Loss);
        sums.AddPrice(Mark, Math.Min(0, size) * piece.ShortOptions - Math.Abs(size) * piece.Options);
    }

    public override Interval DeltaRange(MarkBox box)
    {
        // The price is positive: each end of the delta takes the price that takes it further.
        var (least, most) = (size > 0 ? curves.Delta.Least : curves.Delta.Most, size > 0 ? curves.Delta.Most : curves.Delta.Least);
        return new Interval(size * least * box.End(Mark, size * least < 0), size * most * box.End(Mark, size * most > 0));
    }

    public override Interval VolatilityGainRange(MarkBox box)
    {
        if (volatilityMove is null)
        {
            return default;
        }

        // Neither vega nor the move is ever negative, and the move never falls as the volatility rises.
        var (least, most) = curves.Vega(0);
        return size * new Interval(least * volatilityMove(box.Low[volatility]), most * volatilityMove(box.High[volatility]));
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
