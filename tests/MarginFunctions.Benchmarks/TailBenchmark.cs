using System.Globalization;
using System.Runtime.InteropServices;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// Historical value at risk and expected shortfall of 1,000 accounts with 20 positions each in 1,000 joint scenarios, next to NumPy on the same file, in turn: when the accounts are all in the same
/// 20 instruments, which is the best case of a matrix product, and when each is in 20 of 200. Every measure of every account is compared before anything is timed.
/// </summary>
internal static class TailBenchmark
{
    private const int Accounts = 1_000;
    private const int Positions = 20;
    private const int Scenarios = 1_000;
    private const int RoundCount = 31;

    public static int Run()
    {
        var isMeasured = true;
        Console.WriteLine($"{Accounts:N0} accounts, {Positions} positions each, {Scenarios:N0} joint scenarios, {RoundCount} rounds in turn; {OneCore.Features()}");
        foreach (var instruments in (int[])[20, 200])
        {
            foreach (var level in (decimal[])[0.99m, 0.975m])
            {
                if (!Measure(new Book(20_260_519, instruments), new ConfidenceLevel(level), ref isMeasured))
                {
                    Console.Error.WriteLine("Measures differ: nothing was timed.");
                    return 1;
                }
            }
        }

        return isMeasured ? 0 : 3;
    }

    private static bool Measure(Book book, ConfidenceLevel level, ref bool isMeasured)
    {
        using var folder = new Scratch();
        var (input, output) = (Path.Combine(folder.Path, "accounts.bin"), Path.Combine(folder.Path, "measures.bin"));
        var tail = new HistoricalTail(level, QuantileRule.IndexAbove, Scenarios);
        var worst = (int)(Scenarios * level.TailProbability);
        book.Write(input, worst);
        var scenarios = new ScenarioMatrix(book.Profits, book.Instruments, Scenarios);
        var (workspace, measures) = (new double[scenarios.WorkspaceLength], new TailMeasure[Accounts]);
        void Ours() => scenarios.Measure(new PortfolioPositions(book.Ends, book.Rows, book.Quantities), tail, workspace, measures);

        // The one that may use every core starts before this thread is kept on one.
        var isSame = true;
        using (var free = NumPyProcess.TryStart(input, output, threads: null))
        {
            isSame = free == null || IsSame(book, measures, Ours, output);
            var pinned = new Thread(() =>
            {
                OneCore.Pin();
                using var single = NumPyProcess.TryStart(input, output, threads: 1);
                isSame &= single == null || IsSame(book, measures, Ours, output);
                var ways = new List<(string Name, Func<double> Time)> { ("ScenarioMatrix.Measure, one core", () => OneCore.Time(Ours)) };
                if (single != null && free != null)
                {
                    Console.WriteLine($"{single.Versions}");
                    ways.Add(("NumPy, one thread, the same core", () => single.Run().Processor));
                    ways.Add(("NumPy, all threads and cores, wall-clock", () => free.Run().Wall));
                }

                if (!isSame)
                {
                    return;
                }

                Console.WriteLine($"in {Positions} of {book.Instruments} instruments, {level.Value:P1}");
                var seconds = Rounds.Of(RoundCount, [.. ways.Select(way => way.Time)]);
                Console.WriteLine(Rounds.Head("an account"));
                for (var n = 0; n < ways.Count; n++)
                {
                    Console.WriteLine(Rounds.Line(ways[n].Name, seconds[n], seconds[0], Accounts, "an account"));
                }
            });
            pinned.Start();
            pinned.Join();
            isMeasured &= free != null;
        }

        return isSame;
    }

    /// <summary>Rounding of twenty products and as many sums, in another order.</summary>
    private static bool IsSame(Book book, TailMeasure[] measures, Action ours, string output)
    {
        ours();
        var other = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(output));
        var worst = 0.0;
        for (var n = 0; n < Accounts; n++)
        {
            var size = book.GreatestProfit(n);
            // Max keeps a NaN, and NaN is not below what is allowed.
            worst = Math.Max(worst, Math.Abs(measures[n].ValueAtRisk - other[n]) / size);
            worst = Math.Max(worst, Math.Abs(measures[n].ExpectedShortfall - other[Accounts + n]) / size);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"measures differ by at most {worst:E1} of the account's greatest gross profit; {1e-15 * Positions:E0} is allowed"));
        return worst < 1e-15 * Positions;
    }

    /// <summary>Accounts and what a unit of each instrument earns in each scenario: a common factor and the instrument's own, both fat-tailed.</summary>
    private sealed class Book
    {
        private readonly int[] instruments = new int[Accounts * Positions];

        public Book(int seed, int count)
        {
            var random = new Random(seed);
            Instruments = count;
            Profits = new double[count * Scenarios];
            var common = Enumerable.Range(0, Scenarios).Select(_ => Fat(random)).ToArray();
            for (var n = 0; n < Profits.Length; n++)
            {
                Profits[n] = 100 * (common[n % Scenarios] + 0.7 * Fat(random));
            }

            Quantities = Enumerable.Range(0, Accounts * Positions).Select(_ => 20 * random.NextDouble() - 10).ToArray();
            var rows = Enumerable.Range(0, count).ToArray();
            for (var n = 0; n < Accounts; n++)
            {
                random.Shuffle(rows);
                rows.AsSpan(0, Positions).CopyTo(instruments.AsSpan(n * Positions));
            }
        }

        public int Instruments { get; }

        public double[] Profits { get; }

        public double[] Quantities { get; }

        public ReadOnlySpan<int> Rows => instruments;

        public ReadOnlySpan<int> Ends => ends;

        private readonly int[] ends = [.. Enumerable.Range(1, Accounts).Select(n => n * Positions)];

        /// <summary>The greatest sum of the sizes of an account's products.</summary>
        public double GreatestProfit(int account)
        {
            var greatest = 0.0;
            for (var scenario = 0; scenario < Scenarios; scenario++)
            {
                var sum = 0.0;
                for (var n = account * Positions; n < (account + 1) * Positions; n++)
                {
                    sum += Math.Abs(Quantities[n] * Profits[instruments[n] * Scenarios + scenario]);
                }

                greatest = Math.Max(greatest, sum);
            }

            return greatest;
        }

        /// <summary>What the script reads; the quantities as a full matrix, which is not part of what is timed.</summary>
        public void Write(string path, int worst)
        {
            using var file = new BinaryWriter(File.Create(path));
            foreach (var number in (int[])[Instruments, Scenarios, Accounts, worst])
            {
                file.Write(number);
            }

            var full = new double[Accounts * Instruments];
            for (var n = 0; n < instruments.Length; n++)
            {
                full[n / Positions * Instruments + instruments[n]] = Quantities[n];
            }

            file.Write(MemoryMarshal.AsBytes(Profits.AsSpan()));
            file.Write(MemoryMarshal.AsBytes(full.AsSpan()));
        }

        private static double Fat(Random random) => (random.NextDouble() - 0.5) / Math.Sqrt(0.01 + random.NextDouble());
    }
}
