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

    // e^(−near²/2) is 0 beyond 38.6 and M·N(near) is M beyond.
    private const double NearLimit = 50;

    // R keeps falling up to here; its powers stay in range.
    private const double FarLimit = 1e15;

    /// <summary>Mask of the options whose four numbers are in range; NaN is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsValid<T>(T forward, T strike, T volatility, T time)
        where T : struct, ILanes<T>
    {
        var zero = T.Of(0);
        var least = T.Of(LeastPrice);
        var greatest = T.Of(GreatestPrice);
        var infinity = T.Of(double.PositiveInfinity);
        return ((forward >= least) & (forward <= greatest)) & ((strike >= least) & (strike <= greatest))
            & (((volatility >= zero) & (volatility < infinity)) & ((time >= zero) & (time < infinity)));
    }

    /// <summary>Undiscounted, linear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Linear<T>(T forward, T strike, T volatility, T time, T isCall, out T value, out T delta, out T gamma, out T vega, out T theta)
        where T : struct, ILanes<T>
    {
        var zero = T.Of(0);
        var one = T.Of(1);
        var callIsOut = forward <= strike;
        var least = T.Select(callIsOut, forward, strike);
        var log = Logarithm.OfRatio(T.Select(callIsOut, strike, forward), least);

        var rootTime = T.Sqrt(time);
        var total = volatility * rootTime;
        var isFlat = total < T.Of(Flat);
        var inverseTotal = one / T.Select(isFlat, T.Of(Flat), total);
        var half = T.Select(isFlat, zero, total) * T.Of(0.5);
        var distance = log * inverseTotal;
        var near = distance - half;
        var far = distance + half;
        near = T.Select(near < T.Of(-NearLimit), T.Of(-NearLimit), T.Select(near > T.Of(NearLimit), T.Of(NearLimit), near));
        far = T.Select(far < T.Of(FarLimit), far, T.Of(FarLimit));

        NormalDistribution.ScaledTails(T.Abs(near), far, out var nearTail, out var farTail);
        var factor = Exponential.OfHalfSquare(near, one);
        var common = least * factor;
        var nearIsAbove = near > zero;
        var outValue = T.Select(nearIsAbove, common * (nearTail - farTail), T.Fma(zero - common, nearTail + farTail, least));
        outValue = T.Select(outValue > zero, outValue, zero);
        var intrinsic = forward - strike;
        intrinsic = T.Select(isCall, intrinsic, zero - intrinsic);
        value = outValue + T.Select(intrinsic > zero, intrinsic, zero);

        var inverseForward = one / forward;
        var bell = T.Select(callIsOut, factor, common * inverseForward); // e^(−d1²/2)
        var tail = bell * T.Select(callIsOut, nearTail, farTail); // N(−|d1|)
        var upper = T.Select(callIsOut & nearIsAbove, tail, one - tail);
        var lower = T.Select(callIsOut & nearIsAbove, tail - one, zero - tail);
        delta = T.Select(isCall, upper, lower);

        var slope = T.Select(isFlat, zero, inverseTotal);
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
        delta = T.Fma(delta, forward, T.Of(0) - value) * inverseForward * inverseForward;
        gamma = T.Fma(T.Of(-2), delta, gamma) * inverseForward;
        value /= forward;
        vega *= inverseForward;
        theta *= inverseForward;
    }
}
