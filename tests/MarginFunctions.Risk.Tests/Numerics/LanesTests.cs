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
