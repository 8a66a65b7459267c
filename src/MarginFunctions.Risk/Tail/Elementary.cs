namespace MarginFunctions.Risk.Tail;

/// <summary>Exponential and logarithm in plain double operations, so that every machine gives the same bits; <see cref="Math"/> calls the platform's library.</summary>
internal static class Elementary
{
    // ln 2 in two parts; the first has 33 bits, so its products with exponents are exact (fdlibm's split).
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>
    /// <c>eˣ</c> for <c>x</c> in [−700, 700], relative error below 4e-16 (tested against 28 digits). <c>x = k·ln 2 + r</c> with <c>|r| ≤ ½·ln 2</c>; Taylor's polynomial of degree 14
    /// for <c>eʳ</c> leaves 1e-19.
    /// </summary>
    public static double Exp(double x)
    {
        if (!(x >= -700 && x <= 700))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, $"The exponent is {x}; it lies from -700 to 700.");
        }

        var k = Math.Floor(x * 1.4426950408889634 + 0.5);
        var r = x - k * Ln2High - k * Ln2Low;
        var sum = 1.0;
        for (var n = 14; n > 0; n--)
        {
            sum = 1 + sum * r / n;
        }

        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }

    /// <summary>
    /// <c>ln x</c> for positive normal <c>x</c>, error below 4e-16 relative or, next to 1, absolute (tested against 28 digits). <c>x = 2ᵏ·m</c> with <c>m</c> in [√½, √2) and
    /// <c>ln m = 2·(f + f³/3 + f⁵/5 + …)</c>, <c>f = (m − 1)/(m + 1)</c>, <c>|f| ≤ 0.1716</c>; eleven terms leave 1e-18.
    /// </summary>
    public static double Log(double x)
    {
        if (!double.IsNormal(x) || x < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, $"The logarithm of {x} was asked for; it is of a positive, normal number.");
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            k++;
        }

        var f = (m - 1) / (m + 1);
        var square = f * f;
        var sum = 0.0;
        for (var n = 21; n > 1; n -= 2)
        {
            sum = (sum + 1.0 / n) * square;
        }

        return k * Ln2High + (2 * f + (2 * f * sum + k * Ln2Low));
    }
}
