using System.Globalization;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// The greatest errors of the kernels' functions against 113-bit references, over a fine grid, random arguments of the whole range, the neighbours of 1, and the ends. Fails when one is beyond what its
/// documentation says.
/// </summary>
internal static class AccuracyBenchmark
{
    private const int Count = 1_000_003;

    private delegate void Measure(int which, long count, double[] x, double[] y, double[] result, double[] worst);

    public static int Run()
    {
        using var folder = new Scratch();
        if (CompiledBaseline.TryBuild(folder, "references", "-lquadmath") is not { } library)
        {
            return 3;
        }

        var measure = library.Function<Measure>("errors");
        Console.WriteLine($"{Count:N0} arguments each; relative errors are of results that are not subnormal; {OneCore.Features()}");
        Console.WriteLine($"{"",-28} {"absolute",10} {"at",24} {"relative",10} {"at",24} {"last digits",12} {"at",24} {"allowed",8} {"ends",8}");
        var isWithin = true;
        foreach (var (name, which, from, to, ofBits, bound, function) in new (string, int, double, double, bool, double, Func<double, double, double>)[]
        {
            ("exp", 0, -746, 710, false, 1.1, (x, _) => Exponential.Of(OneLane.Of(x)).Number),
            ("exp of what is negative", 0, -746, 0, false, 1.1, (x, _) => Exponential.Of(OneLane.Of(x)).Number),
            ("log, subnormals too", 1, 0, 4, true, 2.1, (x, _) => Logarithm.Of(OneLane.Of(x)).Number),
            ("log of a ratio of prices", 2, 0.25, 4, false, 2.1, (x, y) => Logarithm.OfRatio(OneLane.Of(x), OneLane.Of(y)).Number),
            ("normal density", 3, -39, 39, false, 2.3, (x, _) => NormalDistribution.Density(OneLane.Of(x)).Number),
            ("normal distribution below 0", 4, -39, 0, false, 6, (x, _) => NormalDistribution.Of(OneLane.Of(x)).Number),
            ("normal distribution above 0", 4, 0, 9, false, 3, (x, _) => NormalDistribution.Of(OneLane.Of(x)).Number),
        })
        {
            var x = Arguments(from, to, ofBits);
            var y = which == 2 ? Beside(x) : new double[Count];
            var worst = new double[7];
            measure(which, Count, x, y, [.. x.Zip(y, function)], worst);
            var holds = worst[4] <= bound && worst[6] == 0;
            isWithin &= holds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28} {worst[0],10:E2} {worst[1],24:R} {worst[2],10:E2} {worst[3],24:R} {worst[4],12:N3} {worst[5],24:R} {bound,8:N1} {(worst[6] == 0 ? "exact" : $"{worst[6]:N0} off"),8}{(holds ? "" : " FAILS")}"));
        }

        return isWithin ? 0 : 1;
    }

    /// <summary>A quarter each: evenly over the range, at random in it, the bits of a random double (of either sign unless the range is positive), and near 1 or 0 with the ends.</summary>
    private static double[] Arguments(double from, double to, bool ofBits)
    {
        var random = new Random(20_260_519);
        var x = new double[Count];
        double[] ends = [0, -0.0, double.Epsilon, 2.2250738585072009e-308, 2.2250738585072014e-308, 1, double.BitDecrement(1), double.BitIncrement(1), 1.5, double.BitIncrement(1.5), 0.75, from, to];
        double[] unbounded = [double.NaN, double.PositiveInfinity, double.MaxValue, double.NegativeInfinity, double.MinValue, -double.Epsilon, -1];
        for (var n = 0; n < Count; n++)
        {
            x[n] = (n % 4) switch
            {
                0 => from + (to - from) * n / Count,
                1 => from + (to - from) * random.NextDouble(),
                2 when ofBits => BitConverter.Int64BitsToDouble(random.NextInt64(0x7FF0_0000_0000_0000)),
                2 => Math.Clamp(Math.ScaleB(random.NextDouble() * Math.Sign(from + to), -random.Next(60)), from, to),
                _ => Math.Clamp(1 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(52)), from, to),
            };
        }

        if (from > 0)
        {
            return x;
        }

        ends = [.. ends.Where(end => end >= from && end <= to), .. unbounded];
        ends.AsSpan().CopyTo(x);
        return x;
    }

    /// <summary>Partners for ratios: prices near the first and far from it.</summary>
    private static double[] Beside(double[] x)
    {
        var random = new Random(7);
        for (var n = 0; n < x.Length; n++)
        {
            x[n] = Math.ScaleB(x[n], random.Next(-498, 498));
        }

        return Array.ConvertAll(x, a => random.Next(3) switch
        {
            0 => Math.Clamp(Math.ScaleB(0.5 + random.NextDouble(), random.Next(-499, 499)), 4e-151, 3e150),
            1 => a * (1 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(50))),
            _ => a * (0.5 + 1.5 * random.NextDouble()),
        });
    }
}
