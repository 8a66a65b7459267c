using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class ScenarioMatrixTests
{
    private const int Longest = 256;

    private static readonly ScenarioMatrix Joint = new([-10, 2, 3, 4, 5, 6], 2, 3);

    [Fact]
    public void Profits_are_the_sums_of_products_to_the_bit_at_every_number_of_scenarios()
    {
        var random = new Random(1);
        for (var scenarios = 1; scenarios <= Longest; scenarios++)
        {
            var book = new Book(random, portfolios: 1, scenarios);
            Assert.Equal(book.Expected(0), book.Profits(0));
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits_and_writes_no_further()
    {
        var random = new Random(2);
        var matrix = Enumerable.Range(0, 4 * Longest).Select(_ => random.NextDouble() - 0.5).ToArray();
        foreach (var length in Enumerable.Range(0, Longest + 1))
        {
            var expected = new double[Longest + 1];
            Array.Fill(expected, -7);
            ScenarioSums.Sweep<OneLane>(matrix, Longest, [3, 0, 3, 1], [0.1, -2, 7, 1e-9], 0, expected.AsSpan(0, length), 0);
            AssertSame<TwoLanes>();
            AssertSame<FourLanes>();
            AssertSame<EightLanes>();

            void AssertSame<T>()
                where T : struct, ILanes<T>
            {
                var sums = new double[Longest + 1];
                Array.Fill(sums, -7);
                var done = ScenarioSums.Sweep<T>(matrix, Longest, [3, 0, 3, 1], [0.1, -2, 7, 1e-9], 0, sums.AsSpan(0, length), 0);
                ScenarioSums.Sweep<OneLane>(matrix, Longest, [3, 0, 3, 1], [0.1, -2, 7, 1e-9], 0, sums.AsSpan(0, length), done);
                Assert.Equal(expected, sums);
            }
        }
    }

    [Fact]
    public void A_batch_has_the_bits_of_each_portfolio_alone_in_any_parts_and_on_any_number_of_threads() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var book = new Book(random, random.Next(60), random.Next(1, 400));
        var tail = Samples.Tail(random, book.Scenarios);
        var expected = Enumerable.Range(0, book.Count).Select(n => tail.Measure(book.Expected(n))).ToArray();
        foreach (var (portfolios, threads) in new[] { (60, 1), (1, 2), (7, 4) })
        {
            var measures = new TailMeasure[book.Count];
            Parallel.For(0, (book.Count + portfolios - 1) / portfolios, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            {
                var (from, to) = (part * portfolios, Math.Min(book.Count, (part + 1) * portfolios));
                book.Joint.Measure(book.Part(from, to), tail, new double[book.Joint.WorkspaceLength], measures.AsSpan(from, to - from));
            });
            Assert.Equal(expected, measures);
        }
    }, count: 100);

    [Fact]
    public void A_portfolio_without_positions_has_no_risk()
    {
        var joint = new ScenarioMatrix(new double[100], 1, 100);
        var measures = new TailMeasure[2];
        joint.Measure(new PortfolioPositions([0, 0], [], []), new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 100), new double[joint.WorkspaceLength], measures);
        Assert.Equal([new TailMeasure(0, 0), new TailMeasure(0, 0)], measures);
    }

    [Fact]
    public void A_row_is_what_was_given_and_there_are_no_others()
    {
        Assert.Equal([4, 5, 6], Joint[1].ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("instrument", () => Joint[2].Length);
        Assert.Throws<ArgumentOutOfRangeException>("instrument", () => Joint[-1].Length);
    }

    [Fact]
    public void Measuring_allocates_nothing()
    {
        var joint = new ScenarioMatrix(Samples.Profits(new Random(3), 900), 3, 300);
        var (ends, instruments, quantities) = (new[] { 2, 5, 5, 6 }, new[] { 0, 2, 1, 1, 0, 2 }, new double[] { 1, -2, 3, -4, 5, -6 });
        var (tail, workspace, measures) = (new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 300), new double[joint.WorkspaceLength], new TailMeasure[4]);
        joint.Measure(new PortfolioPositions(ends, instruments, quantities), tail, workspace, measures);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 50; n++)
        {
            joint.Measure(new PortfolioPositions(ends, instruments, quantities), tail, workspace, measures);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    public static TheoryData<string, string, Action> Refusals { get; } = new()
    {
        { "a gap", "Instrument 1 has profit NaN in scenario 2; a profit is a finite number.", () => _ = new ScenarioMatrix([1, 2, 3, 4, 5, double.NaN], 2, 3) },
        { "another shape", "5 profits were given for 2 instruments in 3 scenarios.", () => _ = new ScenarioMatrix(new double[5], 2, 3) },
        { "an instrument that is none", "Position 1 is in instrument 2; there are 2, from 0 on.", () => Measure(new([0, 2], [1, 1]), 3) },
        { "a negative instrument", "Position 0 is in instrument -1; there are 2, from 0 on.", () => Measure(new([-1], [1]), 3) },
        { "a quantity that is no number", "Position 1 has quantity NaN; a quantity is a finite number.", () => Measure(new([0, 1], [1, double.NaN]), 3) },
        { "a quantity missing", "There are 1 quantities for 2 instruments.", () => Measure(new([0, 1], [1]), 3) },
        { "an end before the one before", "Portfolio 1 ends at position 1, before 2, where it starts.", () => Measure(new([2, 1], [0, 1], [1, 1]), 3) },
        { "positions of nobody", "The last portfolio ends at position 1; there are 2 positions.", () => Measure(new([1], [0, 1], [1, 1]), 3) },
        { "a measure of another history", "3 profits were given for 4 scenarios.", () => Measure(new([0], [1]), 4) },
        { "a sum that overflows", "Scenario 0 has profit -Infinity; a profit is a finite number.", () => Measure(new([0], [1e308]), 3) },
        { "no room for a measure", "There is room for 0 measures; there are 1 portfolios.", () => Joint.Measure(new([0], [1]), Tail(3), new double[Joint.WorkspaceLength], []) },
        { "no room to work in", "The workspace holds 7 profits; ", () => Joint.Measure(new([0], [1]), Tail(3), new double[7], new TailMeasure[1]) },
        { "no room for a profit", "There is room for 2 profits and there are 1 portfolios; one portfolio has 3 profits.", () => Joint.Profits(new([0], [1]), new double[2]) },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_by_name_and_value(string rule, string message, Action attempt)
    {
        var error = Assert.ThrowsAny<ArgumentException>(attempt);
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }

    private static HistoricalTail Tail(int scenarios) => new(Samples.NinetyNine, QuantileRule.IndexAbove, scenarios, TailExtrapolation.Flat);

    private static void Measure(PortfolioPositions positions, int scenarios) => Joint.Measure(positions, Tail(scenarios), new double[Joint.WorkspaceLength], new TailMeasure[positions.Portfolios]);

    /// <summary>Random portfolios, and their profits by <see cref="PositionProfits"/>.</summary>
    private sealed class Book
    {
        private readonly double[] matrix;
        private readonly int[] ends;
        private readonly int[] instruments;
        private readonly double[] quantities;

        public Book(Random random, int portfolios, int scenarios)
        {
            var rows = random.Next(1, 9);
            (Count, Scenarios) = (portfolios, scenarios);
            matrix = Enumerable.Range(0, rows).SelectMany(_ => Samples.Profits(random, scenarios)).ToArray();
            Joint = new ScenarioMatrix(matrix, rows, scenarios);
            var (end, all) = (0, new int[portfolios]);
            for (var n = 0; n < portfolios; n++)
            {
                all[n] = end += random.Next(25);
            }

            ends = all;
            instruments = Enumerable.Range(0, end).Select(_ => random.Next(rows)).ToArray();
            quantities = Enumerable.Range(0, end).Select(_ => random.NextDouble() * 20 - 10).ToArray();
        }

        public int Count { get; }

        public int Scenarios { get; }

        public ScenarioMatrix Joint { get; }

        public PortfolioPositions Part(int from, int to)
        {
            var (start, end) = (Start(from), Start(to));
            return new(ends[from..to].Select(e => e - start).ToArray(), instruments.AsSpan(start, end - start), quantities.AsSpan(start, end - start));
        }

        public double[] Profits(int portfolio)
        {
            var (profits, start, end) = (new double[Scenarios], Start(portfolio), Start(portfolio + 1));
            Joint.Profits(new(instruments.AsSpan(start, end - start), quantities.AsSpan(start, end - start)), profits);
            return profits;
        }

        public double[] Expected(int portfolio)
        {
            var (start, end) = (Start(portfolio), Start(portfolio + 1));
            var products = Enumerable.Range(start, end - start).SelectMany(n => matrix[(instruments[n] * Scenarios)..((instruments[n] + 1) * Scenarios)].Select(p => quantities[n] * p)).ToArray();
            return new PositionProfits(products, end - start, Scenarios).Portfolio();
        }

        private int Start(int portfolio) => portfolio == 0 ? 0 : ends[portfolio - 1];
    }
}
