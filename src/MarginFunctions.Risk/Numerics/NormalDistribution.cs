using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Numerics;

/// <summary>The standard normal density and distribution function with their own arithmetic, the same bits at every width.</summary>
/// <remarks>
/// Both tails come from the scaled tail <c>R(x) = N(−x)·e^(x²/2)</c>, x ≥ 0, which falls smoothly from ½ like <c>1/(x·√(2π))</c>. R is one rational function of degrees 10 and 11 on all of [0, ∞),
/// the minimax of relative error with <c>R(0) = ½</c> exactly, by our own Remez exchange in mpmath 1.3.0 (60 digits; 22 alternations): relative error 9.8e-18 before rounding. All its
/// coefficients are positive, so nothing cancels.
/// </remarks>
internal static class NormalDistribution
{
    /// <summary><c>1/√(2π)</c>.</summary>
    public const double DensityAtZero = 0.3989422804014327;

    // e^(−x²/2) has been 0 since 38.6.
    private const double Far = 50;

    /// <summary>
    /// <c>n(x) = e^(−x²/2)/√(2π)</c>. Ends: 0 beyond ±38.6 and at ±∞, NaN for NaN. At most 2.3 last digits from the true value (benchmark <c>accuracy</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Density<T>(T x)
        where T : struct, ILanes<T>
    {
        var distance = T.Abs(x);
        distance = T.Select(distance < T.Of(Far), distance, T.Of(Far));
        return T.Select(x <= T.Of(double.PositiveInfinity), Exponential.OfHalfSquare(distance, T.Of(DensityAtZero)), T.Of(double.NaN));
    }

    /// <summary>
    /// <c>N(x) = ∫ n</c> from −∞ to x. The lower tail keeps its relative accuracy; the upper is <c>1 − N(−x)</c>, so <c>N(x) + N(−x) = 1</c> exactly and <c>N(0) = ½</c>.
    /// Ends: 0 below −38.6 and at −∞, 1 above 8.3 and at ∞, NaN for NaN. At most 3.1e-16 from the true value, and 6 last digits, far into the lower tail too (benchmark <c>accuracy</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x)
        where T : struct, ILanes<T>
    {
        var distance = T.Abs(x);
        distance = T.Select(distance < T.Of(Far), distance, T.Of(Far));
        var tail = Exponential.OfHalfSquare(distance, Numerator(distance, distance * distance) / Denominator(distance, distance * distance));
        return T.Select(x <= T.Of(double.PositiveInfinity), T.Select(x > T.Of(0), T.Of(1) - tail, tail), T.Of(double.NaN));
    }

    /// <summary>The scaled tails of two distances with one division.</summary>
    /// <param name="near">From 0 to 50.</param>
    /// <param name="far">From 0 to 1e15.</param>
    /// <param name="nearTail"><c>R(near)</c>.</param>
    /// <param name="farTail"><c>R(far)</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaledTails<T>(T near, T far, out T nearTail, out T farTail)
        where T : struct, ILanes<T>
    {
        var nearSquare = near * near;
        var farSquare = far * far;
        var nearDenominator = Denominator(near, nearSquare);
        var farDenominator = Denominator(far, farSquare);
        var inverse = T.Of(1) / (nearDenominator * farDenominator);
        nearTail = Numerator(near, nearSquare) * (farDenominator * inverse);
        farTail = Numerator(far, farSquare) * (nearDenominator * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Numerator<T>(T x, T square)
        where T : struct, ILanes<T>
    {
        var even = T.Fma(T.Of(3.3089126450891275e-07), square, T.Of(0.00014126320940900728));
        var odd = T.Fma(T.Of(9.711957713705186e-06), square, T.Of(0.0013199351157685201));
        even = T.Fma(even, square, T.Of(0.008697101424407482));
        odd = T.Fma(odd, square, T.Of(0.04201709141118215));
        even = T.Fma(even, square, T.Of(0.15041813424847306));
        odd = T.Fma(odd, square, T.Of(0.3942423750281056));
        even = T.Fma(even, square, T.Of(0.7266945463810239));
        odd = T.Fma(odd, square, T.Of(0.857585232325349));
        even = T.Fma(even, square, T.Of(0.5));
        return T.Fma(odd, x, even);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Denominator<T>(T x, T square)
        where T : struct, ILanes<T>
    {
        var even = T.Fma(T.Of(2.4344267807194094e-05), square, T.Of(0.0033329309496736154));
        var odd = T.Fma(T.Of(8.294213994464459e-07), square, T.Of(0.00035492377626917057));
        even = T.Fma(even, square, T.Of(0.1085811275131293));
        odd = T.Fma(odd, square, T.Of(0.022152835849541714));
        even = T.Fma(even, square, T.Of(1.0871666053892635));
        odd = T.Fma(odd, square, T.Of(0.39814285341539657));
        even = T.Fma(even, square, T.Of(2.958516898019443));
        odd = T.Fma(odd, square, T.Of(2.158473713401967));
        even = T.Fma(even, square, T.Of(1));
        odd = T.Fma(odd, square, T.Of(2.5130550254535646));
        return T.Fma(odd, x, even);
    }
}
