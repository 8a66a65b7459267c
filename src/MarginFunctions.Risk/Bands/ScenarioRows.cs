using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>A pool in portfolio mode, row by row in the order of its <see cref="PortfolioLayout"/>.</summary>
internal static class ScenarioRows
{
    /// <summary>One group for each underlying.</summary>
    /// <exception cref="InvalidOperationException">Something has no mark; assess the pool first.</exception>
    public static ScenarioGroup[] Groups(ResolvedPool pool, RiskArrays arrays, MarkBox box)
    {
        var layout = pool.LayoutOf(arrays.Marks.Parameters);
        var rows = Positions(pool, arrays, box);
        return [.. layout.Groups.Select(group => Group(layout, group, rows, arrays, box))];
    }

    private static ScenarioGroup Group(PortfolioLayout layout, PortfolioLayout.Group group, BoxRow[] positions, RiskArrays arrays, MarkBox box)
    {
        var changes = new double[arrays.Stride];
        if (!UnderlyingSums.TryAdd(layout, group, arrays, changes, out var sums, out var missing))
        {
            throw new InvalidOperationException($"{missing} is missing.");
        }

        var first = Math.Max(0, group.FirstRow);
        var moves = arrays.MovesOf(group.Underlying);
        BoxRow[] rows =
        [
            .. positions.AsSpan(first, group.RowCount),
            .. layout.Collateral.Skip(Math.Max(0, group.FirstHolding)).Take(group.HoldingCount).Select(h => Holding(h, arrays, moves, box)),
        ];
        double[] losses = [.. changes.Take(arrays.Model.Scenarios.Count).Select(change => -change)];
        return new ScenarioGroup(group.Underlying, rows, Expiries(layout.Rows.AsSpan(first, group.RowCount), arrays), losses, moves, sums, arrays.Model);
    }

    /// <summary>All positions, sorted as the layout sorts them: perpetuals and futures before the options of the same expiry.</summary>
    private static BoxRow[] Positions(ResolvedPool pool, RiskArrays arrays, MarkBox box)
    {
        var slots = arrays.Slots;
        var futures = pool.PositionArray.Select(p => (Slot: slots.OfContract(p.Position.Instrument), Expiry: p.Instrument.Expiry ?? DateTimeOffset.MinValue, Row: (BoxRow)Future(p, arrays, box)));
        var columns = new Dictionary<(int, DateTimeOffset, SettlementKind), OptionColumns>();
        var options = pool.OptionArray.Select(o => (Slot: slots.OfContract(o.Position.Instrument), o.Contract.Expiry, Row: (BoxRow)Option(o, arrays, box, columns)));
        return [.. futures.Concat(options).OrderBy(r => slots.UnderlyingOf(r.Slot)).ThenBy(r => r.Expiry).Select(r => r.Row)];
    }

    private static ScenarioPositionRow Future(ResolvedPosition position, RiskArrays arrays, MarkBox box)
    {
        var underlying = arrays.Slots.UnderlyingOf(arrays.Slots.OfContract(position.Position.Instrument));
        return new ScenarioPositionRow(position, box.PlaceOf(position.Symbol), arrays.MovesOf(underlying).Futures);
    }

    private static ScenarioOptionRow Option(ResolvedOption option, RiskArrays arrays, MarkBox box, Dictionary<(int, DateTimeOffset, SettlementKind), OptionColumns> columnsOf)
    {
        var contract = option.Contract;
        var underlying = arrays.Slots.UnderlyingOf(arrays.Slots.OfContract(contract.Symbol));
        var key = (underlying, contract.Expiry, contract.Settlement);
        if (!columnsOf.TryGetValue(key, out var columns))
        {
            var isInCoin = contract.Settlement == SettlementKind.Inverse && arrays.Model.Coin == CoinValuation.CurrentPrice;
            columns = OptionColumns.Of(arrays.Model, arrays.MovesOf(underlying), contract.YearsFrom(arrays.Marks.At!.Value), isInCoin);
            columnsOf.Add(key, columns);
        }

        var (forward, volatility, strike) = (box.PlaceOf(option.Forward), box.PlaceOf(option.Volatility), (double)contract.Strike);
        return new ScenarioOptionRow((double)option.Exposure, forward, volatility, strike, new OptionCurves(columns, forward, volatility, strike, contract.Type == OptionType.Call, box), VolatilityMove(contract, arrays));
    }

    private static Func<double, double>? VolatilityMove(OptionContract contract, RiskArrays arrays)
    {
        if (arrays.Model.Charges.VolatilityTerm is not { } term)
        {
            return null;
        }

        var range = arrays.Model.Volatility;
        var scale = range.Scale(contract.YearsFrom(arrays.Marks.At!.Value));
        return volatility => term.MoveOf(volatility, range.Unit, scale);
    }

    private static BoxRow Holding(PortfolioLayout.Holding holding, RiskArrays arrays, UnderlyingMoves moves, MarkBox box)
    {
        var mark = box.PlaceOf(holding.Collateral.Symbol);
        return arrays.DepegOf(holding.Slot) is { } depeg ? new DepegHoldingRow(holding.Collateral, mark, depeg)
            : arrays.Model.Collateral == CollateralTreatment.Netted ? new NettedHoldingRow(holding.Collateral, mark, moves.Futures)
            : new HoldingRow(holding.Collateral, mark);
    }

    private static ScenarioGroup.Expiry[] Expiries(ReadOnlySpan<PortfolioLayout.Row> rows, RiskArrays arrays)
    {
        var expiries = new List<ScenarioGroup.Expiry>();
        var (first, options, up, down) = (0, 0, 0d, 0d);
        for (var i = 0; i < rows.Length; i++)
        {
            arrays.TryRow(rows[i].Slot, out var risk, out _);
            if (rows[i].IsOption && arrays.Model.StressUp >= 0)
            {
                up -= rows[i].Size * risk.Changes[arrays.Model.StressUp];
                down -= rows[i].Size * risk.Changes[arrays.Model.StressDown];
            }

            options += rows[i].IsOption ? 1 : 0;
            if (rows[i].EndsExpiry)
            {
                var multiple = arrays.Model.Charges.ExpiryStress?.Multiple(risk.Years) ?? 0;
                double[] forwardMoves = [.. arrays.Model.RateMoves.Select(move => move.ForwardMove(risk.Years))];
                expiries.Add(new ScenarioGroup.Expiry(first, i + 1 - first, options, risk.BasisRate, forwardMoves, multiple, up, down));
                (first, options, up, down) = (i + 1, 0, 0, 0);
            }
        }

        return [.. expiries];
    }
}
