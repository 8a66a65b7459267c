using System.Runtime.CompilerServices;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Options;

/// <summary>What options are worth at one set of marks: each is priced once, however many accounts hold it.</summary>
/// <remarks>
/// <see cref="Black76"/> of the forward's and the volatility's marks and the time from <see cref="MarkSet.At"/> to expiry, rounded to 8 places, half to even: one price for both sides, so that what a
/// long position has a short one owes to the last place. A coin-settled option is worth its coins at the forward, which is the same amount. At expiry and after it is the intrinsic value.
/// </remarks>
internal sealed class OptionPrices(MarkSet marks)
{
    // Boxes, because a reference is written whole: two threads that price an option at once write the same number.
    private StrongBox<decimal>?[]? prices;

    /// <summary>Prices an option.</summary>
    public bool TryGet(in ResolvedOption option, out decimal price, out string? missing)
    {
        var known = prices ??= new StrongBox<decimal>?[marks.Parameters.Options.Count];
        if (known[option.Index] is { } box)
        {
            price = box.Value;
            missing = null;
            return true;
        }

        if (!TryCompute(option, out price, out missing))
        {
            return false;
        }

        known[option.Index] = new StrongBox<decimal>(price);
        return true;
    }

    private bool TryCompute(in ResolvedOption option, out decimal price, out string? missing)
    {
        price = 0;
        missing = null;
        if (!marks.TryGet(option.Forward, out var forward))
        {
            missing = option.Contract.ForwardSymbol;
        }
        else if (!marks.TryGet(option.Volatility, out var volatility))
        {
            missing = option.Contract.VolatilitySymbol;
        }
        else if (marks.At is not { } at)
        {
            missing = option.Contract.Symbol;
        }
        else
        {
            var value = Black76.Evaluate((double)forward, (double)option.Contract.Strike, (double)volatility, option.Contract.YearsFrom(at), option.Contract.Type == OptionType.Call).Value;
            price = decimal.Round((decimal)value, MoneyRounding.Places, MidpointRounding.ToEven);
        }

        return missing is null;
    }
}
