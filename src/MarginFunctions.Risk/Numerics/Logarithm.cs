using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Numerics;

/// <summary>The natural logarithm, of a number and of a ratio, with its own arithmetic, the same bits at every width.</summary>
/// <remarks>
/// Of a ratio without dividing first: <c>a/b = 2^k·(u/v)</c> with u, v the mantissas and <c>√½ ≤ u/v ≤ √2</c>; <c>u − v</c> is exact there (Sterbenz), so with <c>s = (u − v)/(u + v)</c>
/// <c>ln(a/b) = k·ln 2 + 2s + s³·P(s²)</c> keeps its relative accuracy when a and b are close. P is the Chebyshev interpolant of degree 6 to
/// <c>(2·artanh s − 2s)/s³</c> on <c>s² ≤ (3 − 2√2)²</c>, computed with mpmath 1.3.0 (<c>chebyfit</c>, 60 digits): relative error 4.6e-18 before rounding.
/// </remarks>
internal static class Logarithm
{
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double MantissaBits = 2.2250738585072009e-308; // 0x000F_FFFF_FFFF_FFFF
    private const double TwoTo52 = 4503599627370496.0;
    private const double Sqrt2 = 1.4142135623730951;

    /// <summary>
    /// <c>ln x</c>. Ends: <c>ln 0 = −∞</c>, <c>ln 1 = 0</c>, <c>ln ∞ = ∞</c>, NaN for negative numbers and NaN; subnormal numbers count in full. Tested to two last digits
    /// of references at 160 bits, next to 1 too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x)
        where T : struct, ILanes<T>
    {
        var isSmall = x < T.Of(SmallestNormal);
        var scaled = T.Select(isSmall, x * T.Of(18014398509481984), x);
        var log = Core(scaled, T.Of(1), T.Select(isSmall, T.Of(-54), T.Of(0)));
        log = T.Select(x < T.Of(double.PositiveInfinity), log, T.Of(double.PositiveInfinity));
        log = T.Select(x > T.Of(0), log, T.Of(double.NegativeInfinity));
        return T.Select(x >= T.Of(0), log, T.Of(double.NaN));
    }

    /// <summary>
    /// <c>ln(a/b)</c>, exactly <c>−ln(b/a)</c>, and 0 if and only if <c>a = b</c>. Tested to two last digits of references at 160 bits.
    /// </summary>
    /// <param name="a">Positive, finite and not subnormal.</param>
    /// <param name="b">Positive, finite and not subnormal.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfRatio<T>(T a, T b)
        where T : struct, ILanes<T> => Core(a, b, T.Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Core<T>(T a, T b, T k)
        where T : struct, ILanes<T>
    {
        var one = T.Of(1);
        var mantissa = T.Of(MantissaBits);
        var u = (a & mantissa) | one;
        var v = (b & mantissa) | one;
        k += ExponentOf(a) - ExponentOf(b);

        var isAbove = u > v * T.Of(Sqrt2);
        var isBelow = v > u * T.Of(Sqrt2);
        u *= T.Select(isAbove, T.Of(0.5), T.Select(isBelow, T.Of(2), one));
        k += T.Select(isAbove, one, T.Select(isBelow, T.Of(-1), T.Of(0)));

        var s = (u - v) / (u + v);
        var z = s * s;
        var square = z * z;
        var even = T.Fma(T.Of(0.14616585424888623), square, T.Of(0.18182889455674947));
        var odd = T.Fma(T.Of(0.15331710618210773), square, T.Of(0.22222211130259878));
        even = T.Fma(even, square, T.Of(0.2857142862600327));
        odd = T.Fma(odd, square, T.Of(0.39999999999899444));
        even = T.Fma(even, square, T.Of(0.666666666666667));
        var rest = T.Fma(s * z, T.Fma(odd, z, even), k * T.Of(2.3190468138462996e-17));
        return T.Fma(k, T.Of(0.6931471805599453), s + s) + rest;
    }

    // The biased exponent as a double: the bits of 2⁵² + e, less 2⁵².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExponentOf<T>(T positive)
        where T : struct, ILanes<T> => (T.FromExponent(positive) | T.Of(TwoTo52)) - T.Of(TwoTo52);
}
