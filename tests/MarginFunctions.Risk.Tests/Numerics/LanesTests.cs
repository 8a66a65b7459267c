using System.Runtime.InteropServices;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tests.Numerics;

public sealed class LanesTests
{
    private static readonly double[] Numbers = Given();

    [Fact]
    public void Two_lanes_give_the_bits_of_one() => AssertSame<TwoLanes>();

    [Fact]
    public void Four_lanes_give_the_bits_of_one() => AssertSame<FourLanes>();

    [Fact]
    public void Eight_lanes_give_the_bits_of_one() => AssertSame<EightLanes>();

    [Fact]
    public void Flags_become_masks_in_their_own_lanes()
    {
        for (var pattern = 0; pattern < 256; pattern++)
        {
            var flags = Enumerable.Range(0, 8).Select(i => (pattern >> i & 1) == 1).ToArray();
            var expected = Array.ConvertAll(flags, f => f ? 1.0 : -1.0);
            Assert.Equal(expected, Selected<OneLane>(flags));
            Assert.Equal(expected, Selected<TwoLanes>(flags));
            Assert.Equal(expected, Selected<FourLanes>(flags));
            Assert.Equal(expected, Selected<EightLanes>(flags));
        }
    }

    [Fact]
    public void What_is_not_above_a_bound_is_packed_in_its_order_and_room_behind_is_not_touched()
    {
        // Every pattern of eight, with the bound itself, zeros of both signs and what is not a number.
        for (var pattern = 0; pattern < 256; pattern++)
        {
            var low = new[] { 0.0, -0.0, -1, double.NegativeInfinity };
            var high = new[] { double.Epsilon, double.NaN, 7, double.PositiveInfinity };
            var numbers = Enumerable.Range(0, 8).Select(n => (pattern >> n & 1) == 1 ? low[n % 4] : high[n % 4]).ToArray();
            AssertPacked<OneLane>(numbers);
            AssertPacked<TwoLanes>(numbers);
            AssertPacked<FourLanes>(numbers);
            AssertPacked<EightLanes>(numbers);
        }
    }

    private static void AssertPacked<T>(double[] numbers)
        where T : struct, ILanes<T>
    {
        foreach (var pack in new Pack[] { T.PackNotAbove, ILanes<T>.PackOneByOne })
        {
            for (var index = 0; index < numbers.Length; index += T.Count)
            {
                var target = Enumerable.Repeat(5.0, T.Count + 1).ToArray();
                var expected = numbers[index..(index + T.Count)].Where(number => number <= 0).Select(BitConverter.DoubleToInt64Bits).ToArray();
                Assert.Equal(expected.Length, pack(0, in numbers[0], (nuint)index, ref target[0]));
                Assert.Equal(expected, target[..expected.Length].Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(5, target[T.Count]);
            }
        }
    }

    private delegate int Pack(double bound, ref readonly double source, nuint index, ref double target);

    [Fact]
    public void Signs_are_read_lane_by_lane()
    {
        for (var pattern = 0u; pattern < 256; pattern++)
        {
            var numbers = Enumerable.Range(0, 8).Select(i => (pattern >> i & 1) == 1 ? -0.0 : 3.0).ToArray();
            Assert.Equal(pattern, Signs<OneLane>(numbers));
            Assert.Equal(pattern, Signs<TwoLanes>(numbers));
            Assert.Equal(pattern, Signs<FourLanes>(numbers));
            Assert.Equal(pattern, Signs<EightLanes>(numbers));
        }
    }

    [Fact]
    public void A_NaN_shows_in_the_least_or_in_the_greatest_the_other_way_round()
    {
        AssertShows<OneLane>();
        AssertShows<TwoLanes>();
        AssertShows<FourLanes>();
        AssertShows<EightLanes>();

        static void AssertShows<T>()
            where T : struct, ILanes<T>
        {
            foreach (var (one, other) in new[] { (double.NaN, 3.0), (3.0, double.NaN), (double.NaN, double.NaN) })
            {
                var (a, b) = (T.Of(one), T.Of(other));
                Assert.Equal(0u, T.Signs((T.Min(a, b) >= T.Of(0)) & (T.Max(b, a) >= T.Of(0))));
            }
        }
    }

    private static uint Signs<T>(double[] numbers)
        where T : struct, ILanes<T>
    {
        var signs = 0u;
        for (nuint i = 0; i < 8; i += (nuint)T.Count)
        {
            signs |= T.Signs(T.Load(in numbers[0], i)) << (int)i;
        }

        return signs;
    }

    private static double[] Selected<T>(bool[] flags)
        where T : struct, ILanes<T>
    {
        var selected = new double[8];
        for (nuint i = 0; i < 8; i += (nuint)T.Count)
        {
            T.Store(T.Select(T.LoadFlags(in flags[0], i), T.Of(1), T.Of(-1)), ref selected[0], i);
        }

        return selected;
    }

    private static void AssertSame<T>()
        where T : struct, ILanes<T>
    {
        foreach (var (name, one, wide) in new (string, double[], double[])[]
        {
            ("minus", Map<OneLane>(x => -x), Map<T>(x => -x)),
            ("least", Map<OneLane>(x => OneLane.Min(Number(x), OneLane.Of(0.5))), Map<T>(x => T.Min(Number(x), T.Of(0.5)))),
            ("greatest", Map<OneLane>(x => OneLane.Max(Number(x), OneLane.Of(0))), Map<T>(x => T.Max(Number(x), T.Of(0)))),
            ("count of less", Map<OneLane>(x => OneLane.SubtractBits(x, OneLane.Of(0.5) < x)), Map<T>(x => T.CountLess(x, T.Of(0.5), x))),
            ("difference of bits", Map<OneLane>(x => OneLane.SubtractBits(OneLane.Of(2.5), x)), Map<T>(x => T.SubtractBits(T.Of(2.5), x))),
            ("bell", Map<OneLane>(x => Exponential.Bell(Near(x))), Map<T>(x => Exponential.Bell(Near(x)))),
            ("exp", Map<OneLane>(Exponential.Of), Map<T>(Exponential.Of)),
            ("log", Map<OneLane>(Logarithm.Of), Map<T>(Logarithm.Of)),
            ("density", Map<OneLane>(NormalDistribution.Density), Map<T>(NormalDistribution.Density)),
            ("distribution", Map<OneLane>(NormalDistribution.Of), Map<T>(NormalDistribution.Of)),
        })
        {
            for (var i = 0; i < Numbers.Length; i++)
            {
                Assert.True(BitConverter.DoubleToInt64Bits(one[i]) == BitConverter.DoubleToInt64Bits(wide[i]), $"{name}({Numbers[i]:R}): {one[i]:R} and {wide[i]:R}");
            }
        }
    }

    // Min and Max promise nothing about NaN, and the bell wants its own range.
    private static T Number<T>(T x)
        where T : struct, ILanes<T> => T.Select(x <= T.Of(double.PositiveInfinity), x, T.Of(1));

    private static T Near<T>(T x)
        where T : struct, ILanes<T> => T.Min(T.Max(Number(x), T.Of(-Exponential.BellEnd)), T.Of(Exponential.BellEnd));

    private static double[] Map<T>(Func<T, T> function)
        where T : struct, ILanes<T>
    {
        var results = new double[Numbers.Length];
        for (nuint i = 0; i < (nuint)Numbers.Length; i += (nuint)T.Count)
        {
            T.Store(function(T.Load(in Numbers[0], i)), ref results[0], i);
        }

        return results;
    }

    private static double[] Given()
    {
        var random = new Random(20_260_519);
        var bits = new byte[8 * 2_000];
        random.NextBytes(bits);
        return
        [
            0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 40, -40, 709.79, -745.2, 0.5,
            .. MemoryMarshal.Cast<byte, double>(bits),
            .. Enumerable.Range(0, 2_000).Select(_ => 80 * (random.NextDouble() - 0.5)),
        ];
    }
}
