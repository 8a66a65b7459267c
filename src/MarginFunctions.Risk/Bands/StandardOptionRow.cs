namespace MarginFunctions.Risk.Bands;

/// <summary>An option in standard mode. A short one holds, a unit, <c>rate·F</c> for a call and <c>rate·max(F, V)</c> for a put, which is convex in the forward as both its parts are.</summary>
internal sealed class StandardOptionRow(double size, int mark, int volatility, double strike, bool isCall, double maintenanceRate, OptionCurves curves) : BoxRow(mark)
{
    private SideChange below;
    private SideChange above;
    private bool mayExceedForward;

    public override double RoundedSize => Math.Abs(size);

    public override void Update(MarkBox box)
    {
        curves.Update(box);

        // A put is worth less than its strike.
        mayExceedForward = !isCall && box.Low[Mark] < strike;
        var (today, low, high) = (box.Today[Mark], box.Low[Mark], box.High[Mark]);
        if (size >= 0 || !mayExceedForward)
        {
            (below, above) = (SideChange.Linear(low - today), SideChange.Linear(high - today));
            return;
        }

        var now = Margin(today, curves.Now);
        var (atLow, atHigh) = (Margin(low, curves.AtLow), Margin(high, curves.AtHigh));
        below = SideChange.Convex(atLow.Value - now.Value, (low - today) * now.Slope, (low - today) * atLow.Slope);
        above = SideChange.Convex(atHigh.Value - now.Value, (high - today) * now.Slope, (high - today) * atHigh.Slope);
    }

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        var owned = size * piece.Equity;
        sums.Add(Mark, owned, curves.Down(0), curves.Up(0));
        var (least, most) = curves.Vega(0);
        sums.AddSlope(volatility, owned, least, most);
        if (size < 0)
        {
            var needed = size * maintenanceRate * piece.Requirement;
            sums.Add(Mark, needed, below, above);
            if (mayExceedForward)
            {
                sums.AddSlope(volatility, needed, 0, most);
            }
        }
    }

    public override double Amount(MarkBox box, double scenarioFactor) => Math.Abs(size) * (box.High[Mark] + strike);

    private static (double Value, double Slope) Margin(double forward, (double Value, double Delta) option) => option.Value > forward ? option : (forward, 1);
}
