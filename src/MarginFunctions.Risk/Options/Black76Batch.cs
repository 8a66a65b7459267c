using System.Runtime.InteropServices;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Options;

/// <summary>The loop over a batch: the widest blocks the machine has, then narrower ones for the rest.</summary>
internal static class Black76Batch
{
    public static void Evaluate(OptionBatch options, OptionValuesBatch results, bool isInverse)
    {
        nuint done = 0;
        if (Widths.HasEight)
        {
            done = Sweep<EightLanes>(options, results, isInverse, done);
        }

        if (Widths.HasFour)
        {
            done = Sweep<FourLanes>(options, results, isInverse, done);
        }

        if (Widths.HasTwo)
        {
            done = Sweep<TwoLanes>(options, results, isInverse, done);
        }

        Sweep<OneLane>(options, results, isInverse, done);
    }

    /// <summary>Prices full blocks from <paramref name="start"/> on.</summary>
    /// <returns>The first option that is left.</returns>
    internal static nuint Sweep<T>(OptionBatch options, OptionValuesBatch results, bool isInverse, nuint start)
        where T : struct, ILanes<T>
    {
        ref var forwards = ref MemoryMarshal.GetReference(options.Forward);
        ref var strikes = ref MemoryMarshal.GetReference(options.Strike);
        ref var volatilities = ref MemoryMarshal.GetReference(options.Volatility);
        ref var times = ref MemoryMarshal.GetReference(options.Time);
        ref var calls = ref MemoryMarshal.GetReference(options.IsCall);
        ref var values = ref MemoryMarshal.GetReference(results.Value);
        ref var deltas = ref MemoryMarshal.GetReference(results.Delta);
        ref var gammas = ref MemoryMarshal.GetReference(results.Gamma);
        ref var vegas = ref MemoryMarshal.GetReference(results.Vega);
        ref var thetas = ref MemoryMarshal.GetReference(results.Theta);
        var isDiscounted = !options.DiscountFactor.IsEmpty;
        var index = start;
        var count = (nuint)T.Count;
        for (var end = (nuint)options.Length; index + count <= end; index += count)
        {
            var forward = T.Load(in forwards, index);
            var strike = T.Load(in strikes, index);
            var volatility = T.Load(in volatilities, index);
            var time = T.Load(in times, index);
            if (!T.All(Black76Kernel.IsValid(forward, strike, volatility, time)))
            {
                OptionChecks.ThrowInvalid(options, (int)index);
            }

            Black76Kernel.Linear(forward, strike, volatility, time, T.LoadFlags(in calls, index), out var value, out var delta, out var gamma, out var vega, out var theta);
            if (isInverse)
            {
                Black76Kernel.ToInverse(forward, ref value, ref delta, ref gamma, ref vega, ref theta);
            }

            if (isDiscounted)
            {
                var discount = T.Load(in MemoryMarshal.GetReference(options.DiscountFactor), index);
                if (!T.All((discount > T.Of(0)) & (discount < T.Of(double.PositiveInfinity))))
                {
                    OptionChecks.ThrowInvalid(options, (int)index);
                }

                value *= discount;
                delta *= discount;
                gamma *= discount;
                vega *= discount;
                theta *= discount;
            }

            T.Store(value, ref values, index);
            T.Store(delta, ref deltas, index);
            T.Store(gamma, ref gammas, index);
            T.Store(vega, ref vegas, index);
            T.Store(theta, ref thetas, index);
        }

        return index;
    }
}
