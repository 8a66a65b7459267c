using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>Collateral that scenarios move with its underlying: with <c>c</c> what it counts for and <c>ν</c> the value that they move, it loses <c>−ν·x</c>, and <c>ν − c</c> is given back.</summary>
/// <remarks>
/// <c>ν = v</c> of a market value <c>v</c> up to the venue's cap, then <c>v·cap/U(v)</c> with <c>U = b + w·v</c> what it would count for without. There <c>dν/dv = cap·b/U²</c>; <c>b</c> and <c>U</c> never fall
/// with <c>v</c>, which bounds the slope by the two ends of an interval.
/// </remarks>
internal sealed class NettedHoldingRow(ResolvedCollateral holding, int mark, double[] moves) : HoldingRow(holding, mark)
{
    private SideChange below;
    private SideChange above;

    public override void Update(MarkBox box)
    {
        base.Update(box);
        (below, above) = (SideTo(box.Today[Mark], box.Low[Mark]), SideTo(box.Today[Mark], box.High[Mark]));
    }

    public override void AddTo(BoxSums sums, in PieceWeights piece)
    {
        AddCounted(sums, piece.Equity - piece.Released);
        sums.Add(Mark, piece.Loss * (piece.Column == 0 ? 0 : moves[piece.Column - 1]) + piece.Released, below, above);
    }

    private SideChange SideTo(double today, double end)
    {
        var (valueToday, valueEnd) = (Holding.Quantity * (decimal)today, Holding.Quantity * (decimal)end);
        if (Math.Max(valueToday, valueEnd) <= 0 || !IsCapped(Math.Max(valueToday, valueEnd)))
        {
            return SideChange.Linear((double)Holding.Quantity * (end - today));
        }

        var change = Netted(end) - Netted(today);
        var (least, most) = SlopesBetween(Math.Min(valueToday, valueEnd), Math.Max(valueToday, valueEnd));
        var way = (double)Holding.Quantity * (end - today);
        return SideChange.Within(change, Math.Min(way * least, way * most), Math.Max(way * least, way * most));
    }

    private double Netted(double price) => (double)(UnderlyingSums.NettedQuantity(Holding, (decimal)price) * (decimal)price);

    private bool IsCapped(decimal value) => Holding.Schedule!.VenueCap is { } cap && Holding.Schedule.Uncapped(value).Counted > cap;

    private (double Least, double Most) SlopesBetween(decimal from, decimal to)
    {
        var cap = (double)Holding.Schedule!.VenueCap!.Value;
        var (countedFrom, baseFrom) = Line(from);
        var (countedTo, baseTo) = Line(to);
        return (Math.Clamp(cap * baseFrom / (countedTo * countedTo), 0, 1), IsCapped(from) ? Math.Clamp(cap * baseTo / (countedFrom * countedFrom), 0, 1) : 1);
    }

    /// <summary><c>U</c> and <c>b</c>.</summary>
    private (double Counted, double Base) Line(decimal value)
    {
        var (counted, weight) = Holding.Schedule!.Uncapped(value);
        return ((double)counted, (double)(counted - weight * value));
    }
}
