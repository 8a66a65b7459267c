using System.Globalization;
using System.Runtime.InteropServices;
using MarginFunctions.Risk.Options;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// Value, delta, gamma, vega and theta of 1,000,003 options on one core: <see cref="Black76"/>, a C++ kernel vectorised by hand, and QuantLib's <c>BlackCalculator</c>, on the same arrays in one
/// process, in turn. Every result of every way is compared before anything is timed.
/// </summary>
internal static class OptionBenchmark
{
    // Odd and prime: fills no vector exactly.
    private const int Count = 1_000_003;
    private const int RoundCount = 31;

    private delegate void Pricer(
        long count, double[] forward, double[] strike, double[] volatility, double[] time, byte[] isCall, double[] value, double[] delta, double[] gamma, double[] vega, double[] theta);

    private delegate nint Text();

    public static int Run()
    {
        using var folder = new Scratch();
        OneCore.Pin();
        var options = new Options(20_260_519);
        var ours = new Results();
        Evaluate(options, ours);

        var names = new List<string> { "Black76.Evaluate" };
        var ways = new List<Func<double>> { () => OneCore.Time(() => Evaluate(options, ours)) };
        var isSame = true;
        if (CompiledBaseline.TryBuild(folder, "black76") is { } byHand)
        {
            // Both round at 1e-16 of the greater price, in other places.
            isSame &= Add("C++ by hand, -O3 -march=native", byHand.Function<Pricer>("black76"), 1e-15);
        }

        if (CompiledBaseline.TryBuild(folder, "quantlib", "-lQuantLib") is { } library)
        {
            // Its cumulative distribution is good to about 1e-15, its gamma and theta are quotients of differences of that size.
            var version = Marshal.PtrToStringUTF8(library.Function<Text>("quantlib_version")());
            isSame &= Add($"QuantLib {version} BlackCalculator", library.Function<Pricer>("quantlib"), 1e-13);
        }

        if (!isSame)
        {
            Console.Error.WriteLine("Results differ: nothing was timed.");
            return 1;
        }

        var seconds = Rounds.Of(RoundCount, ways);
        Console.WriteLine($"{Count:N0} options, value and four sensitivities, one core, processor time; {RoundCount} rounds in turn; {OneCore.Features()}");
        Console.WriteLine(Rounds.Head("an option"));
        for (var n = 0; n < names.Count; n++)
        {
            Console.WriteLine(Rounds.Line(names[n], seconds[n], seconds[0], Count, "an option"));
        }

        return names.Count == 3 ? 0 : 3;

        bool Add(string name, Pricer pricer, double tolerance)
        {
            var results = new Results();
            void Price() => pricer(
                Count, options.Forward, options.Strike, options.Volatility, options.Time, options.IsCall, results.Value, results.Delta, results.Gamma, results.Vega, results.Theta);
            Price();
            names.Add(name);
            ways.Add(() => OneCore.Time(Price));
            return IsSame(name, options, ours, results, tolerance);
        }
    }

    private static void Evaluate(Options o, Results r) =>
        Black76.Evaluate(new OptionBatch(o.Forward, o.Strike, o.Volatility, o.Time, MemoryMarshal.Cast<byte, bool>(o.IsCall)), new OptionValuesBatch(r.Value, r.Delta, r.Gamma, r.Vega, r.Theta));

    /// <summary>Prints the greatest difference of each number in units of what it may be, which is the tolerance times the number's own size at the money.</summary>
    private static bool IsSame(string name, Options options, Results ours, Results other, double tolerance)
    {
        var worst = new double[5];
        for (var i = 0; i < Count; i++)
        {
            var greatest = Math.Max(options.Forward[i], options.Strike[i]);
            var total = options.Volatility[i] * Math.Sqrt(options.Time[i]);
            See(0, ours.Value[i], other.Value[i], greatest);
            See(1, ours.Delta[i], other.Delta[i], 1);
            See(2, ours.Gamma[i], other.Gamma[i], 0.4 / (options.Forward[i] * total));
            See(3, ours.Vega[i], other.Vega[i], 0.4 * greatest * Math.Sqrt(options.Time[i]));
            See(4, ours.Theta[i], other.Theta[i], 0.2 * greatest * options.Volatility[i] / Math.Sqrt(options.Time[i]));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: differs from ours by at most {worst[0]:E1} of the greater price in value, {worst[1]:E1} in delta, and {worst[2]:E1}, {worst[3]:E1}, {worst[4]:E1} of their size at the money in gamma, vega, theta; {tolerance:E0} is allowed"));
        return worst.Max() <= tolerance;

        // NaN is not less than anything.
        void See(int column, double one, double two, double size)
        {
            var difference = Math.Abs(one - two) / size;
            worst[column] = difference <= worst[column] ? worst[column] : double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }
    }

    /// <summary>Calls and puts as an exchange lists them: 30 % to three times the forward, a few hours to two years, 10 % to 250 % volatility.</summary>
    private sealed class Options
    {
        public Options(int seed)
        {
            var random = new Random(seed);
            for (var i = 0; i < Count; i++)
            {
                Forward[i] = 100 * Math.Exp(random.NextDouble() * 7);
                Strike[i] = Forward[i] * Math.Exp(2.3 * random.NextDouble() - 1.2);
                Volatility[i] = 0.1 + 2.4 * random.NextDouble();
                Time[i] = 0.001 + 2 * random.NextDouble() * random.NextDouble();
                IsCall[i] = (byte)random.Next(2);
            }
        }

        public double[] Forward { get; } = new double[Count];

        public double[] Strike { get; } = new double[Count];

        public double[] Volatility { get; } = new double[Count];

        public double[] Time { get; } = new double[Count];

        /// <summary>1 or 0: an array of bool would be copied on the way into C++.</summary>
        public byte[] IsCall { get; } = new byte[Count];
    }

    private sealed class Results
    {
        public double[] Value { get; } = new double[Count];

        public double[] Delta { get; } = new double[Count];

        public double[] Gamma { get; } = new double[Count];

        public double[] Vega { get; } = new double[Count];

        public double[] Theta { get; } = new double[Count];
    }
}
