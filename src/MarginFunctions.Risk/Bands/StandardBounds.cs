using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Bands;

/// <summary>Bounds in standard mode, where the requirement is a sum over positions: one piece.</summary>
internal sealed class StandardBounds : BoxBounds
{
    // Products of decimals of this size and a level still fit.
    private const double LargestAmount = 1e27;

    private readonly BoxRow[] rows;
    private readonly BoxSums sums;

    public StandardBounds(ResolvedPool pool, MarkSet marks, MarkBox box)
        : base(box, pool, scenarioFactor: 1, LargestAmount)
    {
        sums = new BoxSums(box);
        rows =
        [
            .. pool.PositionArray.Select(p => new StandardPositionRow(p, box.PlaceOf(p.Symbol))),
            .. pool.OptionArray.Select(o => OptionRow(o, marks.At!.Value, box)),
            .. pool.CollateralArray.Select(c => new HoldingRow(c, box.PlaceOf(c.Symbol))),
        ];
    }

    protected override IReadOnlyList<BoxRow> Rows => rows;

    protected override double Worst(in WatchedValue value, double slack)
    {
        sums.Clear();
        var piece = new PieceWeights(Column: 0, value.Equity, Requirement: value.Level);
        foreach (var row in rows)
        {
            row.AddTo(sums, piece);
        }

        var (fall, rise) = sums.Total();
        return value.Value >= 0 ? -fall : rise;
    }

    private static StandardOptionRow OptionRow(in ResolvedOption option, DateTimeOffset at, MarkBox box)
    {
        var (forward, volatility, isCall) = (box.PlaceOf(option.Forward), box.PlaceOf(option.Volatility), option.Contract.Type == OptionType.Call);
        var strike = (double)option.Contract.Strike;
        var curves = new OptionCurves(OptionColumns.Today(option.Contract.YearsFrom(at)), forward, volatility, strike, isCall, box);
        return new StandardOptionRow((double)option.Exposure, forward, volatility, strike, isCall, (double)option.Contract.Margin.MaintenanceRate, curves);
    }
}
