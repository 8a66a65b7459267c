namespace MarginFunctions.Risk.Scenarios;

/// <summary>From changes of value to the losses that count: <c>weight·L</c>, moved towards 0 by the deduction, less the haircut given back. Formulas are with <see cref="MarginScenario"/>.</summary>
internal static class ScenarioLosses
{
    /// <summary>Overwrites changes of value by losses that count.</summary>
    public static void Replace(Span<double> changes, PortfolioMarginModel model, UnderlyingMoves moves, double released)
    {
        var weights = model.Weights;
        for (var j = 0; j < weights.Length; j++)
        {
            changes[j] = Counted(weights[j] * -changes[j], moves.HasDeductions ? moves.Deductions[j] : 0) - released;
        }
    }

    /// <summary>Index of the greatest loss, the first of equals; −1 when none is above 0.</summary>
    public static int Worst(ReadOnlySpan<double> losses)
    {
        var (worst, most) = (-1, 0d);
        for (var j = 0; j < losses.Length; j++)
        {
            if (losses[j] > most)
            {
                (worst, most) = (j, losses[j]);
            }
        }

        return worst;
    }

    /// <summary>A weighted loss or gain moved towards 0 by a deduction.</summary>
    public static double Counted(double loss, double deduction) => loss > 0 ? Math.Max(0, loss - deduction) : Math.Min(0, loss + deduction);
}
