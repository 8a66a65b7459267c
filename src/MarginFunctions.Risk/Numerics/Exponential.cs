using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Numerics;

/// <summary>The exponential function with its own arithmetic, the same bits at every width. Never <see cref="Math.Exp(double)"/>, whose digits are the C library's.</summary>
/// <remarks>
/// <c>x = n·ln 2 + r</c>, <c>|r| ≤ ln 2/2</c>; <c>e^r = 1 + r + r²·P(r)</c>; the power of two is multiplied on in two halves, so that results below 2⁻¹⁰²² are rounded once.
/// P is the Chebyshev interpolant of degree 9 to <c>(e^r − 1 − r)/r²</c> on the interval, computed with mpmath 1.3.0 (<c>chebyfit</c>, 60 digits): relative error of e^r 1.3e-17 before rounding.
/// </remarks>
internal static class Exponential
{
    // 1.5·2⁵²: adding it rounds to a whole number, which stands in the low bits.
    private const double Rounder = 6755399441055744.0;

    /// <summary>Where <see cref="Bell"/> has become 0.</summary>
    public const double BellEnd = 37.75;

    /// <summary>
    /// <c>e^x</c>. Ends: 0 below −745.14, ∞ above 709.79, <c>e^0 = 1</c>, NaN for NaN. At most 1.1 last digits from the
    /// true value (benchmark <c>accuracy</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x)
        where T : struct, ILanes<T> => T.Select(x <= T.Of(double.PositiveInfinity), Scaled(Clamp(x), T.Of(0), T.Of(1)), T.Of(double.NaN));

    /// <summary><c>scale·e^(−x²/2)</c> with the rounding error of x² put back, so that the relative error does not grow with x.</summary>
    /// <param name="x">From −50 to 50, where the result has long been 0 at both ends; NaN is not allowed.</param>
    /// <param name="scale">Any number that is not subnormal.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfHalfSquare<T>(T x, T scale)
        where T : struct, ILanes<T>
    {
        var minusHalf = T.Of(-0.5);
        var square = x * x;
        return Scaled(square * minusHalf, T.Fma(x, x, -square) * minusHalf, scale);
    }

    /// <summary><c>e^(−x²/2)</c>, 0 from 37.66 on, where that is below the least normal number: cheaper than <see cref="OfHalfSquare"/>, whose bits it has elsewhere.</summary>
    /// <param name="x">From −<see cref="BellEnd"/> to <see cref="BellEnd"/>, where the result is 0; NaN is not allowed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Bell<T>(T x)
        where T : struct, ILanes<T>
    {
        var minusHalf = T.Of(-0.5);
        var square = x * x;
        var power = Reduced(square * minusHalf, T.Fma(x, x, -square) * minusHalf, out var n);
        return power * T.IntoExponent(T.Max(n, T.Of(-1023)) + T.Of(Rounder + 1023));
    }

    // Beyond ±1400 the result is 0 or ∞ whatever the scale, and the halves of n would leave the exponent's range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T x)
        where T : struct, ILanes<T> => T.Select(x < T.Of(-1400), T.Of(-1400), T.Select(x > T.Of(1400), T.Of(1400), x));

    /// <summary><c>scale·e^(x + rest)</c> for x from −1400 to 1400 and a rest below its last digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Scaled<T>(T x, T rest, T scale)
        where T : struct, ILanes<T>
    {
        var power = Reduced(x, rest, out var n);
        var rounder = T.Of(Rounder);
        var half = T.Fma(n, T.Of(0.5), rounder) - rounder;
        var exponent = T.Of(Rounder + 1023);
        return power * scale * T.IntoExponent(half + exponent) * T.IntoExponent(n - half + exponent);
    }

    /// <summary><c>e^(x + rest − n·ln 2)</c> with the n that brings it next to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduced<T>(T x, T rest, out T n)
        where T : struct, ILanes<T>
    {
        var rounder = T.Of(Rounder);
        n = T.Fma(x, T.Of(1.4426950408889634), rounder) - rounder;
        var r = T.Fma(n, T.Of(-0.6931471805599453), x);
        r = T.Fma(n, T.Of(-2.3190468138462996e-17), r) + rest;

        // Even and odd powers side by side: half as many steps that wait for each other.
        var square = r * r;
        var even = T.Fma(T.Of(2.7620088445409746e-07), square, T.Of(2.4801521295954376e-05));
        var odd = T.Fma(T.Of(2.510038549551032e-08), square, T.Of(2.7557268459997064e-06));
        even = T.Fma(even, square, T.Of(0.0013888888917213717));
        odd = T.Fma(odd, square, T.Of(0.00019841269863053618));
        even = T.Fma(even, square, T.Of(0.04166666666662413));
        odd = T.Fma(odd, square, T.Of(0.008333333333330062));
        even = T.Fma(even, square, T.Of(0.5000000000000001));
        odd = T.Fma(odd, square, T.Of(0.16666666666666669));
        return T.Fma(T.Fma(odd, r, even), square, r) + T.Of(1);
    }
}
