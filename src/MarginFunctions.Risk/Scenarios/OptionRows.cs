using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>Options in every scenario, valued in one batch of Black-76: one for each scenario, and today's value last.</summary>
/// <remarks>
/// A linear option, and an inverse one whose coin is valued at the scenario's price, changes by <c>V(F·f, σ', T') − V(F, σ, T)</c>: an inverse option is worth <c>V/F</c> coin, and the coin <c>F</c>. With coin at today's
/// price the first term is divided by <c>f</c>. The delta is that of <c>V</c> in either case.
/// </remarks>
internal static class OptionRows
{
    // Four inputs beside the flags, five results.
    private const int Columns = 9;

    public static bool TryMake(RiskArrays arrays, OptionContract option, int underlying, out RiskRow? row, out string? missing)
    {
        row = null;
        if (!RiskRows.TryMark(arrays, option.ForwardSymbol, out var forward, out missing)
            || !RiskRows.TryMark(arrays, option.VolatilitySymbol, out var volatility, out missing)
            || !RiskRows.TryYears(arrays, option.Symbol, option.Expiry, out var years, out missing))
        {
            return false;
        }

        var factors = arrays.MovesOf(underlying).Forwards;
        var count = factors.Length + 1;
        Span<double> numbers = stackalloc double[Columns * count];
        Span<bool> calls = stackalloc bool[count];
        var forwards = numbers[..count];
        var strikes = numbers[count..(2 * count)];
        var volatilities = numbers[(2 * count)..(3 * count)];
        var times = numbers[(3 * count)..(4 * count)];
        strikes.Fill((double)option.Strike);
        calls.Fill(option.Type == OptionType.Call);
        Shift(arrays.Model, forward, volatility, years, factors, forwards, volatilities, times);

        var values = numbers[(4 * count)..(5 * count)];
        var deltas = numbers[(5 * count)..(6 * count)];
        var vegas = numbers[(7 * count)..(8 * count)];
        Black76.Evaluate(
            new OptionBatch(forwards, strikes, volatilities, times, calls),
            new OptionValuesBatch(values, deltas, numbers[(6 * count)..(7 * count)], vegas, numbers[(8 * count)..]));

        var isInCoin = option.Settlement == SettlementKind.Inverse && arrays.Model.Coin == CoinValuation.CurrentPrice;
        var changes = new double[arrays.Stride];
        for (var j = 0; j < factors.Length; j++)
        {
            changes[j] = (isInCoin ? values[j] / factors[j] : values[j]) - values[^1];
        }

        var charges = arrays.Model.Charges;
        var delta = deltas[^1] * forward;
        RiskRows.FillRateMoves(arrays.Model, delta, years, changes);
        var range = arrays.Model.Volatility;
        var volatilityGain = vegas[^1] * (charges.VolatilityTerm?.MoveOf(volatility, range.Unit, range.Scale(years)) ?? 0);
        row = new RiskRow(changes, delta, forward, years, charges.Basis?.Rate(years) ?? 0, volatilityGain);
        return true;
    }

    private static void Shift(
        PortfolioMarginModel model, double forward, double volatility, double years, double[] factors, Span<double> forwards, Span<double> volatilities, Span<double> times)
    {
        var scale = model.Volatility.Scale(years);
        for (var j = 0; j < factors.Length; j++)
        {
            var scenario = model.Scenarios[j];
            forwards[j] = forward * factors[j];
            volatilities[j] = model.Volatility.Move(volatility, scale, (double)scenario.Volatility);
            times[j] = Math.Max(0, years - (double)scenario.Days / 365);
        }

        forwards[^1] = forward;
        volatilities[^1] = volatility;
        times[^1] = years;
    }
}
