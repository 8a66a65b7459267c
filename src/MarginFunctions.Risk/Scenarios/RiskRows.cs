using System.Diagnostics.CodeAnalysis;
using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>Revaluation of one unit in every scenario. Futures and coins are worth their price; options are <see cref="OptionRows"/>.</summary>
internal static class RiskRows
{
    // As OptionContract counts: 365 days.
    private const double SecondsPerYear = 365d * 24 * 60 * 60;

    public static bool TryMake(RiskArrays arrays, int slot, [NotNullWhen(true)] out RiskRow? row, out string? missing)
    {
        var slots = arrays.Slots;
        if (slot < slots.Instruments.Length)
        {
            return TryFuture(arrays, slot, slots.Instruments[slot], out row, out missing);
        }

        slot -= slots.Instruments.Length;
        return slot < slots.Options.Length
            ? OptionRows.TryMake(arrays, slots.Options[slot], slots.UnderlyingOf(slot + slots.Instruments.Length), out row, out missing)
            : TryCoin(arrays, slot + slots.Instruments.Length, slots.Assets[slot - slots.Options.Length].PriceSymbol!, out row, out missing);
    }

    /// <summary>Reads a mark by name.</summary>
    public static bool TryMark(RiskArrays arrays, string symbol, out double mark, out string? missing)
    {
        var isThere = arrays.Marks.TryGet(arrays.Marks.Parameters.FindSymbol(symbol)!.Value, out var price);
        mark = (double)price;
        missing = isThere ? null : symbol;
        return isThere;
    }

    /// <summary>Time to expiry, for which the marks need a moment.</summary>
    public static bool TryYears(RiskArrays arrays, string symbol, DateTimeOffset expiry, out double years, out string? missing)
    {
        years = arrays.Marks.At is { } at ? Math.Max(0, (expiry - at).TotalSeconds / SecondsPerYear) : 0;
        missing = arrays.Marks.At is null ? $"{symbol}: the moment it is valued for" : null;
        return missing is null;
    }

    /// <summary>Fills the changes that come after the scenarios'.</summary>
    public static void FillRateMoves(PortfolioMarginModel model, double delta, double years, double[] changes)
    {
        for (var k = 0; k < model.RateMoves.Count; k++)
        {
            changes[model.Scenarios.Count + k] = delta * model.RateMoves[k].ForwardMove(years);
        }
    }

    private static bool TryFuture(RiskArrays arrays, int slot, Instrument instrument, out RiskRow? row, out string? missing)
    {
        row = null;
        var years = 0d;
        if (!TryMark(arrays, instrument.Symbol, out var mark, out missing)
            || (instrument.Expiry is { } expiry && arrays.Model.Charges.CountTime && !TryYears(arrays, instrument.Symbol, expiry, out years, out missing)))
        {
            return false;
        }

        var isInverse = instrument.Settlement == SettlementKind.Inverse;
        var unit = isInverse ? 1 : mark;
        var isInCoin = isInverse && arrays.Model.Coin == CoinValuation.CurrentPrice;
        var moves = arrays.MovesOf(arrays.Slots.UnderlyingOf(slot)).Futures;
        var changes = new double[arrays.Stride];
        for (var j = 0; j < moves.Length; j++)
        {
            changes[j] = isInCoin ? moves[j] / (1 + moves[j]) : unit * moves[j];
        }

        FillRateMoves(arrays.Model, unit, years, changes);
        row = new RiskRow(changes, unit, unit, years, arrays.Model.Charges.Basis?.Rate(years) ?? 0, 0);
        return true;
    }

    private static bool TryCoin(RiskArrays arrays, int slot, string symbol, out RiskRow? row, out string? missing)
    {
        row = null;
        if (!TryMark(arrays, symbol, out var mark, out missing))
        {
            return false;
        }

        var moves = arrays.MovesOf(arrays.Slots.UnderlyingOf(slot)).Futures;
        var changes = new double[arrays.Stride];
        for (var j = 0; j < moves.Length; j++)
        {
            changes[j] = mark * moves[j];
        }

        row = new RiskRow(changes, mark, mark, 0, 0, 0);
        return true;
    }
}
