using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tests.Numerics;

/// <summary>Many random places against series in decimals of 28 digits, beside the tables of references.</summary>
public sealed class DecimalReferenceTests
{
    [Fact]
    public void The_exponential_is_within_4e_16_of_28_digits()
    {
        var random = new Random(1);
        var worst = 0m;
        for (var n = 0; n < 20_000; n++)
        {
            var x = (random.NextDouble() * 2 - 1) * (n % 2 == 0 ? 1 : 40);
            var k = (int)Math.Round(x / Math.Log(2));
            var exact = DecimalExp(Exact(x) - k * Ln2);
            worst = Math.Max(worst, Math.Abs(Exact(Math.ScaleB(Exponential.Of(OneLane.Of(x)).Number, -k)) / exact - 1));
        }

        Assert.InRange(worst, 0, 4e-16m);
    }

    [Fact]
    public void The_logarithm_is_within_4e_16_of_28_digits()
    {
        var random = new Random(2);
        var worst = 0m;
        for (var n = 0; n < 20_000; n++)
        {
            var k = n % 2 == 0 ? 0 : random.Next(-60, 60);
            var m = 0.7 + 0.7 * random.NextDouble();
            var exact = DecimalLog(Exact(m)) + k * Ln2;
            worst = Math.Max(worst, Math.Abs(Exact(Logarithm.Of(OneLane.Of(Math.ScaleB(m, k))).Number) - exact) / Math.Max(1, Math.Abs(exact)));
        }

        Assert.InRange(worst, 0, 4e-16m);
        Assert.Equal(0, Logarithm.Of(OneLane.Of(1)).Number);
    }

    private const decimal Ln2 = 0.6931471805599453094172321215m;

    // (decimal)double keeps 15 digits; a double is a whole number of 2⁻⁶⁰ here.
    private static decimal Exact(double value)
    {
        var whole = Math.Truncate(value);
        return (decimal)(long)whole + (long)Math.ScaleB(value - whole, 60) / (decimal)(1L << 60);
    }

    private static decimal DecimalExp(decimal r)
    {
        var (sum, term) = (1m, 1m);
        for (var n = 1; n < 40; n++)
        {
            term *= r / n;
            sum += term;
        }

        return sum;
    }

    private static decimal DecimalLog(decimal m)
    {
        var f = (m - 1) / (m + 1);
        var (sum, power) = (0m, f);
        for (var n = 1; n < 60; n += 2)
        {
            sum += power / n;
            power *= f * f;
        }

        return 2 * sum;
    }
}
