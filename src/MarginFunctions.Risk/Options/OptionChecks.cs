using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Risk.Options;

/// <summary>The ranges of an option's numbers, and the errors that name what is outside.</summary>
internal static class OptionChecks
{
    /// <summary>One of the two settlements.</summary>
    public static void Require(SettlementKind settlement)
    {
        if (settlement is not (SettlementKind.Linear or SettlementKind.Inverse))
        {
            throw new ArgumentOutOfRangeException(nameof(settlement), settlement, $"Settlement {settlement} is neither linear nor inverse.");
        }
    }

    /// <summary>One option in range.</summary>
    public static void RequireValid(double forward, double strike, double volatility, double time, double discountFactor)
    {
        if (FindFault(forward, strike, volatility, time, discountFactor) is { } fault)
        {
            throw fault.Error("The option");
        }
    }

    /// <summary>Room for every result, apart from everything else.</summary>
    public static void RequireRoom(OptionBatch options, OptionValuesBatch results)
    {
        if (results.Length != options.Length)
        {
            throw new ArgumentException($"There is room for {results.Length} results; there are {options.Length} options.", nameof(results));
        }

        RequireApart(options, results.Value, "value");
        RequireApart(options, results.Delta, "delta");
        RequireApart(options, results.Gamma, "gamma");
        RequireApart(options, results.Vega, "vega");
        RequireApart(options, results.Theta, "theta");
        if (results.Value.Overlaps(results.Delta) || results.Value.Overlaps(results.Gamma) || results.Value.Overlaps(results.Vega) || results.Value.Overlaps(results.Theta)
            || results.Delta.Overlaps(results.Gamma) || results.Delta.Overlaps(results.Vega) || results.Delta.Overlaps(results.Theta)
            || results.Gamma.Overlaps(results.Vega) || results.Gamma.Overlaps(results.Theta) || results.Vega.Overlaps(results.Theta))
        {
            throw new ArgumentException("Two of the results share memory; each needs its own.", nameof(results));
        }
    }

    /// <summary>Throws for the first option at or after <paramref name="start"/> that is out of range. One is: a block's check has found it.</summary>
    // One statement: the compiler then knows that this does not return, and keeps nothing for afterwards.
    [DoesNotReturn]
    public static void ThrowInvalid(OptionBatch options, int start) => throw FirstFault(options, start);

    private static ArgumentOutOfRangeException FirstFault(OptionBatch options, int start)
    {
        for (var i = start; i < options.Length; i++)
        {
            var discountFactor = options.DiscountFactor.IsEmpty ? 1 : options.DiscountFactor[i];
            if (FindFault(options.Forward[i], options.Strike[i], options.Volatility[i], options.Time[i], discountFactor) is { } fault)
            {
                return fault.Error(string.Create(CultureInfo.InvariantCulture, $"Option {i}"));
            }
        }

        throw new UnreachableException($"A block from option {start} on was found out of range and none of its options is.");
    }

    private static void RequireApart(OptionBatch options, Span<double> results, string name)
    {
        if (results.Overlaps(options.Forward) || results.Overlaps(options.Strike) || results.Overlaps(options.Volatility) || results.Overlaps(options.Time)
            || results.Overlaps(options.DiscountFactor))
        {
            throw new ArgumentException($"The results' {name} shares memory with an input; results need memory of their own.", nameof(results));
        }
    }

    private static Fault? FindFault(double forward, double strike, double volatility, double time, double discountFactor)
    {
        if (!IsPrice(forward))
        {
            return new Fault("forward", forward, "a forward is a price from 2⁻⁵⁰⁰ to 2⁵⁰⁰");
        }

        if (!IsPrice(strike))
        {
            return new Fault("strike", strike, "a strike is a price from 2⁻⁵⁰⁰ to 2⁵⁰⁰");
        }

        if (!IsAmount(volatility))
        {
            return new Fault("volatility", volatility, "a volatility is finite and not negative");
        }

        if (!IsAmount(time))
        {
            return new Fault("time", time, "a time to expiry is finite and not negative");
        }

        return IsAmount(discountFactor) && discountFactor > 0 ? null : new Fault("discountFactor", discountFactor, "a discount factor is finite and positive");
    }

    private static bool IsPrice(double number) => number is >= Black76Kernel.LeastPrice and <= Black76Kernel.GreatestPrice;

    private static bool IsAmount(double number) => number is >= 0 and < double.PositiveInfinity;

    private readonly record struct Fault(string Name, double Number, string Rule)
    {
        public ArgumentOutOfRangeException Error(string option) =>
            new(Name, Number, string.Create(CultureInfo.InvariantCulture, $"{option} has {Name} {Number}; {Rule}."));
    }
}
