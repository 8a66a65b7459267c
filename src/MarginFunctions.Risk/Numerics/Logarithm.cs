using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Numerics;

/// <summary>The natural logarithm, of a number and of a ratio, with its own arithmetic, the same bits at every width.</summary>
/// <remarks>
/// Of a ratio without dividing first: <c>a/b = 2^k·(u/b)</c> with <c>⅔ ≤ u/b ≤ 1½</c>; <c>u − b</c> is exact there (Sterbenz), so with <c>s = (u − b)/(u + b)</c>
/// <c>ln(a/b) = k·ln 2 + 2s + s³·P(s²)</c> keeps its relative accuracy when a and b are close. k is the difference of the bits of a and b, taken as whole numbers, in units of 2⁵², rounded; u is a
/// with k taken off its exponent. P is the Chebyshev interpolant of degree 7 to <c>(2·artanh s − 2s)/s³</c> on <c>s² ≤ 0.04</c>, computed with mpmath 1.3.0 (<c>chebyfit</c>, 90 digits): relative
/// error of the logarithm 7.4e-19 before rounding.
/// </remarks>
internal static class Logarithm
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    // Bits of doubles taken as whole numbers: 2⁵¹, −2⁶² and all of sign and exponent.
    private const double HalfAnExponent = 1.1125369292536007e-308;
    private const double MinusTwo = -2;
    private const double SignAndExponent = double.NegativeInfinity;

    private const double TwoTo52 = 4503599627370496.0;

    /// <summary>
    /// <c>ln x</c>. Ends: <c>ln 0 = −∞</c>, <c>ln 1 = 0</c>, <c>ln ∞ = ∞</c>, NaN for negative numbers and NaN; subnormal numbers count in full. At most 2.1 last
    /// digits from the true value, next to 1 too (benchmark <c>accuracy</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x)
        where T : struct, ILanes<T>
    {
        var isSmall = x < T.Of(SmallestNormal);
        var log = Core(T.Select(isSmall, x * T.Of(18014398509481984), x), T.Of(1), T.Select(isSmall, T.Of(TwoTo52 + 1024 + 54), T.Of(TwoTo52 + 1024)));
        log = T.Select(x < T.Of(double.PositiveInfinity), log, T.Of(double.PositiveInfinity));
        log = T.Select(x > T.Of(0), log, T.Of(double.NegativeInfinity));
        return T.Select(x >= T.Of(0), log, T.Of(double.NaN));
    }

    /// <summary><c>ln(a/b)</c>, 0 if and only if <c>a = b</c>. At most 2.1 last digits from the true value (benchmark <c>accuracy</c>).</summary>
    /// <param name="a">Positive, finite and not subnormal; <c>a/b</c> from 2⁻¹⁰²² to 2¹⁰²³, and <c>a + b</c> finite.</param>
    /// <param name="b">Positive, finite and not subnormal.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfRatio<T>(T a, T b)
        where T : struct, ILanes<T> => Core(a, b, T.Of(TwoTo52 + 1024));

    /// <param name="a">See <see cref="OfRatio"/>.</param>
    /// <param name="b">See <see cref="OfRatio"/>.</param>
    /// <param name="origin">2⁵² + 1024, and what else is to be taken off k.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Core<T>(T a, T b, T origin)
        where T : struct, ILanes<T>
    {
        // k·2⁵² and a fraction of 2⁵²; k itself is read from the bits of 2⁵² + 1024 + k.
        var rounded = T.SubtractBits(a, T.SubtractBits(b, T.Of(HalfAnExponent)));
        var u = T.SubtractBits(a, rounded & T.Of(SignAndExponent));
        var k = (T.FromExponent(T.SubtractBits(rounded, T.Of(MinusTwo))) | T.Of(TwoTo52)) - origin;

        var s = (u - b) / (u + b);
        var z = s * s;
        var square = z * z;
        var odd = T.Fma(T.Of(0.13604015707124079), square, T.Of(0.15388834677801916));
        var even = T.Fma(T.Of(0.1321036048513262), square, T.Of(0.18181738454723026));
        odd = T.Fma(odd, square, T.Of(0.22222223037807243));
        even = T.Fma(even, square, T.Of(0.2857142856733919));
        odd = T.Fma(odd, square, T.Of(0.400000000000078));
        even = T.Fma(even, square, T.Of(0.6666666666666666));
        var rest = T.Fma(s * z, T.Fma(odd, z, even), k * T.Of(2.3190468138462996e-17));
        return T.Fma(k, T.Of(0.6931471805599453), s + s) + rest;
    }
}
