// How far doubles are from exp, log and the normal density and distribution in 113-bit arithmetic (GCC's libquadmath, which is more than the 64 bits of an 80-bit long double).
// g++ -O3 -march=native -shared -fPIC references.cpp -lquadmath
#include <cmath>
#include <cstdint>
#include <limits>
#include <quadmath.h>

namespace
{
    __float128 reference(int which, double x, double y)
    {
        const __float128 root = sqrtq((__float128)0.5), pi = M_PIq;
        switch (which)
        {
            case 0: return expq(x);
            case 1: return logq(x);
            case 2: return logq((__float128)x / y);
            case 3: return expq(-(__float128)x * x / 2) / sqrtq(2 * pi);
            default: return erfcq(-(__float128)x * root) / 2;
        }
    }

    // The distance between doubles at a number of this size.
    __float128 lastDigit(__float128 size)
    {
        int exponent;
        frexpq(size, &exponent);
        return scalbnq(1, exponent - 53 < -1074 ? -1074 : exponent - 53);
    }

    void see(double* worst, double* place, double size, double x)
    {
        if (size > *worst)
        {
            *worst = size;
            *place = x;
        }
    }
}

// worst: greatest absolute error and its x, relative (of normal numbers only) and its x, in last digits and its x; then how many results that must be exact (0, infinite, not a number) are not.
extern "C" void errors(int which, int64_t count, const double* x, const double* y, const double* result, double* worst)
{
    for (int64_t i = 0; i < count; i++)
    {
        const __float128 exact = reference(which, x[i], y[i]);
        const double rounded = (double)exact;
        if (!std::isfinite(rounded) || exact == 0)
        {
            worst[6] += std::isnan(rounded) ? !std::isnan(result[i]) : result[i] != rounded;
            continue;
        }

        // Next to the greatest double the nearest may be infinite: the error is then in last digits of the greatest.
        const __float128 size = fabsq(exact);
        const __float128 given = std::isinf(result[i]) ? scalbnq(1, 1024) : (__float128)result[i], error = fabsq(given - exact);
        see(worst, worst + 1, (double)error, x[i]);
        see(worst + 4, worst + 5, (double)(error / lastDigit(size)), x[i]);
        if (size >= std::numeric_limits<double>::min())
        {
            see(worst + 2, worst + 3, (double)(error / size), x[i]);
        }
    }
}
