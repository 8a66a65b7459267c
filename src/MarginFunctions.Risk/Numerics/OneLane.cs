using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Numerics;

/// <summary>One double: what a single price and the last few of a batch go through.</summary>
internal readonly struct OneLane : ILanes<OneLane>
{
    private readonly double lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OneLane(double lane) => this.lane = lane;

    public static int Count => 1;

    /// <summary>The number.</summary>
    public double Number => lane;

    private ulong Bits => BitConverter.DoubleToUInt64Bits(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Of(double number) => new(number);

    /// <summary>A flag as a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Mask(bool flag) => OfBits(flag ? ulong.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Load(ref readonly double source, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane LoadFlags(ref readonly bool source, nuint index) => Mask(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OneLane lanes, ref double target, nuint index) => Unsafe.Add(ref target, index) = lanes.lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator +(OneLane left, OneLane right) => new(left.lane + right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane left, OneLane right) => new(left.lane - right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane lanes) => new(-lanes.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator *(OneLane left, OneLane right) => new(left.lane * right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator /(OneLane left, OneLane right) => new(left.lane / right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator &(OneLane left, OneLane right) => OfBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator |(OneLane left, OneLane right) => OfBits(left.Bits | right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator <(OneLane left, OneLane right) => Mask(left.lane < right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator >(OneLane left, OneLane right) => Mask(left.lane > right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator <=(OneLane left, OneLane right) => Mask(left.lane <= right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator >=(OneLane left, OneLane right) => Mask(left.lane >= right.lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Min(OneLane left, OneLane right) => left.lane < right.lane ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Max(OneLane left, OneLane right) => left.lane > right.lane ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Fma(OneLane a, OneLane b, OneLane c) => new(Math.FusedMultiplyAdd(a.lane, b.lane, c.lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Sqrt(OneLane lanes) => new(Math.Sqrt(lanes.lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Abs(OneLane lanes) => new(Math.Abs(lanes.lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Select(OneLane mask, OneLane yes, OneLane no) => mask.Bits != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane SubtractBits(OneLane left, OneLane right) => OfBits(unchecked(left.Bits - right.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane IntoExponent(OneLane lanes) => OfBits(lanes.Bits << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane FromExponent(OneLane lanes) => OfBits(lanes.Bits >> 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(OneLane lanes) => (uint)(lanes.Bits >> 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(OneLane mask) => mask.Bits != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static OneLane OfBits(ulong bits) => new(BitConverter.UInt64BitsToDouble(bits));
}
