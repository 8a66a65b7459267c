using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Options;

namespace MarginFunctions.Risk.Tests.Options;

public sealed class Black76BatchTests
{
    private const int Longest = 256;
    private static readonly RandomOptions Given = new(20_260_519, Longest);

    [Theory]
    [InlineData(SettlementKind.Linear, false)]
    [InlineData(SettlementKind.Linear, true)]
    [InlineData(SettlementKind.Inverse, false)]
    [InlineData(SettlementKind.Inverse, true)]
    public void A_batch_of_every_length_has_the_bits_of_single_options_and_writes_no_further(SettlementKind settlement, bool isDiscounted)
    {
        var expected = Enumerable.Range(0, Longest).Select(i => Given.One(i, settlement, isDiscounted)).ToArray();
        var results = new Results(Longest + 1);
        for (var length = 0; length <= Longest; length++)
        {
            results.Fill(-7);
            Black76.Evaluate(isDiscounted ? Given.Discounted(length) : Given.Undiscounted(length), results.Of(length), settlement);
            for (var i = 0; i < length; i++)
            {
                if (!Results.AreSameBits(expected[i], results[i]))
                {
                    Assert.Fail($"option {i} of {length}: {expected[i]} alone, {results[i]} in the batch");
                }
            }

            Assert.True(Results.AreSameBits(new OptionValues(-7, -7, -7, -7, -7), results[length]), $"after {length}");
        }
    }

    [Fact]
    public void Every_width_has_the_bits_of_single_options()
    {
        AssertWidth<TwoLanes>();
        AssertWidth<FourLanes>();
        AssertWidth<EightLanes>();
    }

    [Fact]
    public void No_result_is_ever_NaN_and_no_value_infinite()
    {
        var extremes = new[] { 4e-151, 1e-100, 1, 100, 100.00000000000001, 1e100, 3e150 };
        var amounts = new[] { 0, double.Epsilon, 1e-300, 1e-150, 1e-20, 0.5, 40, 1e10, 1e160, double.MaxValue };
        foreach (var forward in extremes)
        {
            foreach (var strike in extremes)
            {
                foreach (var volatility in amounts)
                {
                    foreach (var time in amounts)
                    {
                        var v = Black76.Evaluate(forward, strike, volatility, time, true);
                        Assert.True(
                            v.Value >= Math.Max(0, forward - strike) && v.Value <= Math.BitIncrement(forward) && v.Delta >= 0 && v.Delta <= 1 && v.Gamma >= 0 && v.Vega >= 0 && v.Theta <= 0,
                            $"F {forward} K {strike} σ {volatility} T {time}: {v}");
                        foreach (var isCall in new[] { true, false })
                        {
                            var inCoin = Black76.Evaluate(forward, strike, volatility, time, isCall, SettlementKind.Inverse);
                            Assert.False(double.IsNaN(inCoin.Value + inCoin.Delta + inCoin.Vega + inCoin.Theta) || double.IsNaN(inCoin.Gamma), $"F {forward} K {strike} σ {volatility} T {time}: {inCoin}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        var results = new Results(Longest);
        Black76.Evaluate(Given.Discounted(255), results.Of(255), SettlementKind.Inverse);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 100; n++)
        {
            Black76.Evaluate(Given.Discounted(255), results.Of(255), SettlementKind.Inverse);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_bad_number_is_named_with_its_option_wherever_it_stands()
    {
        foreach (var index in new[] { 0, 1, 6, 7, 8, 15, 16, 252, 253, 254, 255 })
        {
            foreach (var (name, numbers, bad) in new (string, Func<RandomOptions, double[]>, double[])[]
            {
                ("forward", o => o.Forward, [-5, 0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-160, 1e160]),
                ("strike", o => o.Strike, [-5, 0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-160, 1e160]),
                ("volatility", o => o.Volatility, [-0.25, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -double.Epsilon]),
                ("time", o => o.Time, [-0.001, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -double.Epsilon]),
                ("discountFactor", o => o.DiscountFactor, [0, -1, double.NaN, double.PositiveInfinity]),
            })
            {
                foreach (var number in bad)
                {
                    AssertRefused(index, o => numbers(o)[index] = number, name, FormattableString.Invariant($"Option {index} has {name} {number}; "));
                }
            }
        }
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        var (three, four, flags) = (new double[3], new double[4], new bool[4]);
        var error = Assert.Throws<ArgumentException>("volatility", () => { _ = new OptionBatch(four, four, three, four, flags).Length; });
        Assert.StartsWith("volatility has 3 entries; there are 4 options.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("isCall", () => { _ = new OptionBatch(three, three, three, three, flags).Length; });
        Assert.Throws<ArgumentException>("discountFactor", () => { _ = new OptionBatch(four, four, four, four, flags, three).Length; });
        Assert.Throws<ArgumentException>("vega", () => { _ = new OptionValuesBatch(four, four, four, three, four).Length; });
        var room = Assert.Throws<ArgumentException>("results", () => Black76.Evaluate(Given.Undiscounted(4), new Results(3).Of(3)));
        Assert.StartsWith("There is room for 3 results; there are 4 options.", room.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_that_share_memory_are_refused()
    {
        var a = new double[40];
        var spare = new double[4];
        var input = Assert.Throws<ArgumentException>("results", () => Black76.Evaluate(
            Given.Undiscounted(4), new OptionValuesBatch(spare, a.AsSpan(0, 4), Given.Strike.AsSpan(3, 4), a.AsSpan(4, 4), a.AsSpan(8, 4))));
        Assert.StartsWith("The results' gamma shares memory with an input; results need memory of their own.", input.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("results", () => Black76.Evaluate(
            Given.Undiscounted(4), new OptionValuesBatch(a.AsSpan(0, 4), a.AsSpan(4, 4), a.AsSpan(8, 4), a.AsSpan(12, 4), a.AsSpan(15, 4))));
    }

    private static void AssertWidth<T>()
        where T : struct, ILanes<T>
    {
        foreach (var isInverse in new[] { false, true })
        {
            var results = new Results(Longest);
            Assert.Equal((nuint)Longest, Black76Batch.Sweep<T>(Given.Discounted(Longest), results.Of(Longest), isInverse, 0));
            for (var i = 0; i < Longest; i++)
            {
                Assert.True(Results.AreSameBits(Given.One(i, isInverse ? SettlementKind.Inverse : SettlementKind.Linear, true), results[i]), $"{typeof(T).Name}, option {i}");
            }
        }
    }

    private static void AssertRefused(int index, Action<RandomOptions> spoil, string name, string message)
    {
        var options = new RandomOptions(7, Longest);
        spoil(options);
        var error = Assert.Throws<ArgumentOutOfRangeException>(name, () => Black76.Evaluate(options.Discounted(Longest), new Results(Longest).Of(Longest)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        if (index > 0)
        {
            Black76.Evaluate(options.Discounted(index), new Results(index).Of(index));
        }
    }
}
