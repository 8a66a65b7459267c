using System.Runtime.CompilerServices;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Options;

/// <summary>Black-76 on one block of options; the formulas are with <see cref="Black76"/>.</summary>
/// <remarks>
/// With <c>M = min(F, K)</c>, <c>near = |ln(F/K)|/s − s/2</c>, <c>far = |ln(F/K)|/s + s/2</c> and <c>R(x) = N(−x)·e^(x²/2)</c>, the option that is out of the money, call or put, is worth
/// <c>M·N(−near) − max(F, K)·N(−far)</c>, and both terms share the factor <c>A = M·e^(−near²/2) = F·√(2π)·n(d1)</c>: one exponential gives the value and all sensitivities.
/// </remarks>
internal static class Black76Kernel
{
    /// <summary>Total volatility below which an option is worth its intrinsic value to the last bit: what is left is less than 1e-150 of the forward.</summary>
    public const double Flat = 3.054936363499605e-151; // 2⁻⁵⁰⁰

    /// <summary>The least and the greatest price, <c>2^±500</c>: their products and ratios stay in range.</summary>
    public const double LeastPrice = 3.054936363499605e-151;

    /// <summary>See <see cref="LeastPrice"/>.</summary>
    public const double GreatestPrice = 3.2733906078961419e150;

    // R keeps falling up to here; its powers stay in range.
    private const double FarLimit = 1e15;

    /// <summary>Mask of the options whose four numbers are in range; NaN is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsValid<T>(T forward, T strike, T volatility, T time)
        where T : struct, ILanes<T>
    {
        // The order of the arguments matters: either Min(a, b) or Max(b, a) is NaN when one of the two is.
        return ((T.Min(forward, strike) >= T.Of(LeastPrice)) & (T.Max(strike, forward) <= T.Of(GreatestPrice)))
            & ((T.Min(volatility, time) >= T.Of(0)) & (T.Max(time, volatility) < T.Of(double.PositiveInfinity)));
    }

    /// <summary>Undiscounted, linear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Linear<T>(T forward, T strike, T volatility, T time, T isCall, out T value, out T delta, out T gamma, out T vega, out T theta)
        where T : struct, ILanes<T>
    {
        var zero = T.Of(0);
        var one = T.Of(1);
        var least = T.Min(forward, strike);
        var log = Logarithm.OfRatio(T.Max(strike, forward), least);

        // Below Flat every distance but 0 is beyond the bell's end, whatever the total is taken to be.
        var rootTime = T.Sqrt(time);
        var total = volatility * rootTime;
        var inverseTotal = one / T.Max(total, T.Of(Flat));
        var half = total * T.Of(0.5);
        var distance = log * inverseTotal;
        var near = T.Min(T.Max(distance - half, T.Of(-Exponential.BellEnd)), T.Of(Exponential.BellEnd));
        var far = T.Min(distance + half, T.Of(FarLimit));

        NormalDistribution.ScaledTails(T.Abs(near), far, out var nearTail, out var farTail);
        var factor = Exponential.Bell(near);
        var common = least * factor;
        var nearIsAbove = near > zero;
        var outValue = T.Select(nearIsAbove, common * (nearTail - farTail), T.Fma(-common, nearTail + farTail, least));
        var intrinsic = forward - strike;
        value = T.Max(outValue, zero) + T.Max(T.Select(isCall, intrinsic, -intrinsic), zero);

        var inverseForward = one / forward;
        var callIsOut = forward <= strike;
        var bell = T.Select(callIsOut, factor, common * inverseForward); // e^(−d1²/2)
        var tail = bell * T.Select(callIsOut, nearTail, farTail); // N(−|d1|)

        // From the nearer of 0 and ±1, so that the delta of an option that is out of the money keeps its digits.
        var isTail = callIsOut & nearIsAbove; // N(d1) < ½
        delta = ((isCall & one) - (isTail & one)) + T.Select(isTail, tail, -tail);

        var slope = T.Select(total < T.Of(Flat), zero, inverseTotal);
        var density = common * T.Of(NormalDistribution.DensityAtZero);
        gamma = bell * T.Of(NormalDistribution.DensityAtZero) * inverseForward * slope;
        vega = density * rootTime;
        theta = density * (volatility * slope) * volatility * T.Of(-0.5);
    }

    /// <summary>From linear to inverse: the value in coin, <c>V/F</c>, and its own derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToInverse<T>(T forward, ref T value, ref T delta, ref T gamma, ref T vega, ref T theta)
        where T : struct, ILanes<T>
    {
        var inverseForward = T.Of(1) / forward;
        delta = T.Fma(delta, forward, -value) * inverseForward * inverseForward;
        gamma = T.Fma(T.Of(-2), delta, gamma) * inverseForward;
        value /= forward;
        vega *= inverseForward;
        theta *= inverseForward;
    }
}
