// Black-76 by hand for one machine: what a specialist would write in C++ with GCC's vector types, and AVX-512's own exponent and mantissa instructions where there are any; AVX2 otherwise.
// The same precision as MarginFunctions.Risk (about 1e-15 of the greater of forward and strike) and the same results, but none of its checks, and bits that hold for this machine and compiler only:
// products and sums are contracted as the compiler likes, and a volatility or time of zero is not provided for.
// g++ -O3 -march=native -shared -fPIC
#include <cstdint>
#include <cstring>
#include <immintrin.h>

namespace
{
#ifdef __AVX512DQ__
    constexpr int Lanes = 8;
#else
    constexpr int Lanes = 4;
#endif
    typedef double Vector __attribute__((vector_size(8 * Lanes)));
    typedef int64_t Whole __attribute__((vector_size(8 * Lanes)));

    constexpr double Rounder = 6755399441055744.0; // 1.5·2⁵²
    constexpr double DensityAtZero = 0.3989422804014327;

    inline Vector all(double number) { return number - Vector{}; }
    inline Vector load(const double* source) { Vector v; memcpy(&v, source, sizeof v); return v; }
    inline void store(double* target, Vector v) { memcpy(target, &v, sizeof v); }
    inline Vector absolute(Vector x) { return (Vector)((Whole)x & 0x7fffffffffffffff); }

    inline Vector root(Vector x)
    {
#ifdef __AVX512DQ__
        return (Vector)_mm512_sqrt_pd((__m512d)x);
#else
        return (Vector)_mm256_sqrt_pd((__m256d)x);
#endif
    }

    // a·b − c, rounded once; written as a sum the compiler may take it for zero.
    inline Vector fused(Vector a, Vector b, Vector c)
    {
#ifdef __AVX512DQ__
        return (Vector)_mm512_fmsub_pd((__m512d)a, (__m512d)b, (__m512d)c);
#else
        return (Vector)_mm256_fmsub_pd((__m256d)a, (__m256d)b, (__m256d)c);
#endif
    }

    inline Whole flags(const uint8_t* source)
    {
#ifdef __AVX512DQ__
        return (Whole)_mm512_cvtepi8_epi64(_mm_loadl_epi64((const __m128i*)source)) != 0;
#else
        Whole w;
        for (int i = 0; i < Lanes; i++) { w[i] = source[i] == 0 ? 0 : -1; }
        return w;
#endif
    }

    // power·2ⁿ
    inline Vector scaled(Vector power, Vector n)
    {
#ifdef __AVX512DQ__
        return (Vector)_mm512_scalef_pd((__m512d)power, (__m512d)n);
#else
        return power * (Vector)((Whole)(n + (Rounder + 1023)) << 52);
#endif
    }

    // ln(a/b) without dividing first: k from the difference of the bits, then a brought next to b.
    inline Vector logarithm(Vector a, Vector b)
    {
        const Whole half = Whole{} + (1ll << 51), rounded = (Whole)a - ((Whole)b - half);
        const Vector u = (Vector)((Whole)a - (rounded & (-1ll << 52)));
#ifdef __AVX512DQ__
        const Vector k = (Vector)_mm512_cvtepi64_pd((__m512i)(rounded >> 52));
#else
        const Whole unsignedOnes = (rounded + (1ll << 62)) >> 52 & 0xfff;
        const Vector k = (Vector)(unsignedOnes | (Whole)all(4503599627370496.0)) - (4503599627370496.0 + 1024);
#endif
        const Vector s = (u - b) / (u + b), z = s * s, w = z * z;
        const Vector even = ((0.1321036048513262 * w + 0.18181738454723026) * w + 0.2857142856733919) * w + 0.6666666666666666;
        const Vector odd = ((0.13604015707124079 * w + 0.15388834677801916) * w + 0.22222223037807243) * w + 0.400000000000078;
        return (k * 0.6931471805599453 + (s + s)) + (s * z * (odd * z + even) + k * 2.3190468138462996e-17);
    }

    // e^(−x²/2), its argument's rounding error put back
    inline Vector bell(Vector x)
    {
        const Vector square = x * x, rest = fused(x, x, square);
        const Vector n = (square * (-0.5 * 1.4426950408889634) + Rounder) - Rounder;
        const Vector r = (n * -0.6931471805599453 + square * -0.5) + (n * -2.3190468138462996e-17 + rest * -0.5), w = r * r;
        const Vector even = (((2.7620088445409746e-07 * w + 2.4801521295954376e-05) * w + 0.0013888888917213717) * w + 0.04166666666662413) * w + 0.5000000000000001;
        const Vector odd = (((2.510038549551032e-08 * w + 2.7557268459997064e-06) * w + 0.00019841269863053618) * w + 0.008333333333330062) * w + 0.16666666666666669;
        return scaled(((odd * r + even) * w + r) + 1.0, n);
    }

    inline Vector above(Vector x, Vector w)
    {
        const Vector even = (((3.3089126450891275e-07 * w + 0.00014126320940900728) * w + 0.008697101424407482) * w + 0.15041813424847306) * w + 0.7266945463810239;
        const Vector odd = (((9.711957713705186e-06 * w + 0.0013199351157685201) * w + 0.04201709141118215) * w + 0.3942423750281056) * w + 0.857585232325349;
        return odd * x + (even * w + 0.5);
    }

    inline Vector below(Vector x, Vector w)
    {
        const Vector even = (((2.4344267807194094e-05 * w + 0.0033329309496736154) * w + 0.1085811275131293) * w + 1.0871666053892635) * w + 2.958516898019443;
        const Vector odd = ((((8.294213994464459e-07 * w + 0.00035492377626917057) * w + 0.022152835849541714) * w + 0.39814285341539657) * w + 2.158473713401967) * w + 2.5130550254535646;
        return odd * x + (even * w + 1.0);
    }

    inline void block(
        const double* forwards, const double* strikes, const double* volatilities, const double* times, const uint8_t* calls,
        double* values, double* deltas, double* gammas, double* vegas, double* thetas)
    {
        const Vector forward = load(forwards), strike = load(strikes), volatility = load(volatilities), time = load(times);
        const Whole isCall = flags(calls), callIsOut = forward <= strike;
        const Vector least = callIsOut ? forward : strike, greatest = callIsOut ? strike : forward;
        const Vector rootTime = root(time), total = volatility * rootTime;
        const Vector inverse = 1.0 / (forward * total), inverseTotal = inverse * forward, inverseForward = inverse * total; // two divisions in one
        const Vector distance = logarithm(greatest, least) * inverseTotal;
        Vector near = distance - 0.5 * total;
        const Vector far = distance + 0.5 * total;
        near = near > 37.0 ? all(37) : near;

        // Out of the money: M·N(−near) − max·N(−far), both with the factor M·e^(−near²/2).
        const Vector nearSize = absolute(near), nearSquare = near * near, farSquare = far * far;
        const Vector nearBelow = below(nearSize, nearSquare), farBelow = below(far, farSquare);
        const Vector quotient = 1.0 / (nearBelow * farBelow);
        const Vector nearTail = above(nearSize, nearSquare) * (farBelow * quotient), farTail = above(far, farSquare) * (nearBelow * quotient);
        const Vector factor = bell(near), common = least * factor;
        const Whole nearIsAbove = near > 0.0;
        Vector outValue = nearIsAbove ? common * (nearTail - farTail) : least - common * (nearTail + farTail);
        outValue = outValue > 0.0 ? outValue : Vector{};
        const Vector intrinsic = isCall ? forward - strike : strike - forward;
        store(values, outValue + (intrinsic > 0.0 ? intrinsic : Vector{}));

        const Vector bellOfFirst = callIsOut ? factor : common * inverseForward;
        const Vector tail = bellOfFirst * (callIsOut ? nearTail : farTail);
        const Whole isTail = callIsOut & nearIsAbove;
        const Vector base = isTail ? Vector{} : all(1), baseOfPut = isTail ? all(-1) : Vector{};
        store(deltas, (isCall ? base : baseOfPut) + (isTail ? tail : -tail));
        const Vector density = common * DensityAtZero;
        store(gammas, bellOfFirst * DensityAtZero * inverse);
        store(vegas, density * rootTime);
        store(thetas, density * inverseTotal * (volatility * volatility * -0.5));
    }
}

extern "C" void black76(
    int64_t count, const double* forward, const double* strike, const double* volatility, const double* time, const uint8_t* isCall,
    double* value, double* delta, double* gamma, double* vega, double* theta)
{
    int64_t i = 0;
    for (; i + Lanes <= count; i += Lanes)
    {
        block(forward + i, strike + i, volatility + i, time + i, isCall + i, value + i, delta + i, gamma + i, vega + i, theta + i);
    }

    // The last few: the block that ends at the end, whose first results are written a second time.
    if (i < count && count >= Lanes)
    {
        i = count - Lanes;
        block(forward + i, strike + i, volatility + i, time + i, isCall + i, value + i, delta + i, gamma + i, vega + i, theta + i);
    }
}
