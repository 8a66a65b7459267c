using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarginFunctions.Risk.Numerics;

/// <summary>Four doubles side by side, in a <see cref="Vector256{T}"/>; in software where the machine has none, with the same bits.</summary>
internal struct FourLanes : ILanes<FourLanes>
{
    // Set by initialisers, not by a constructor: each call fewer counts against what the compiler is willing to inline into a kernel.
    private Vector256<double> lanes;

    public static int Count => 4;

    /// <summary>For each of 16 masks the halves of the lanes that are set, a byte a half, the first in the lowest.</summary>
    private static ReadOnlySpan<ulong> Halves =>
    [
        0x0, 0x100, 0x302, 0x3020100,
        0x504, 0x5040100, 0x5040302, 0x50403020100,
        0x706, 0x7060100, 0x7060302, 0x70603020100,
        0x7060504, 0x70605040100, 0x70605040302, 0x706050403020100,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Of(double number) => new() { lanes = Vector256.Create(number) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Load(ref readonly double source, nuint index) => new() { lanes = Vector256.LoadUnsafe(in source, index) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes LoadFlags(ref readonly bool source, nuint index)
    {
        var flags = Unsafe.ReadUnaligned<uint>(ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)));
        var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(flags).AsByte())));
        return new() { lanes = ~Vector256.Equals(Vector256.Create(low, high), Vector256<ulong>.Zero).AsDouble() };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FourLanes lanes, ref double target, nuint index) => lanes.lanes.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator +(FourLanes left, FourLanes right) => new() { lanes = left.lanes + right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator -(FourLanes left, FourLanes right) => new() { lanes = left.lanes - right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator -(FourLanes lanes) => new() { lanes = -lanes.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator *(FourLanes left, FourLanes right) => new() { lanes = left.lanes * right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator /(FourLanes left, FourLanes right) => new() { lanes = left.lanes / right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator &(FourLanes left, FourLanes right) => new() { lanes = left.lanes & right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator |(FourLanes left, FourLanes right) => new() { lanes = left.lanes | right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator <(FourLanes left, FourLanes right) => new() { lanes = Vector256.LessThan(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator >(FourLanes left, FourLanes right) => new() { lanes = Vector256.GreaterThan(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator <=(FourLanes left, FourLanes right) => new() { lanes = Vector256.LessThanOrEqual(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator >=(FourLanes left, FourLanes right) => new() { lanes = Vector256.GreaterThanOrEqual(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Min(FourLanes left, FourLanes right) => new() { lanes = Vector256.MinNative(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Max(FourLanes left, FourLanes right) => new() { lanes = Vector256.MaxNative(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Fma(FourLanes a, FourLanes b, FourLanes c) => new() { lanes = Vector256.FusedMultiplyAdd(a.lanes, b.lanes, c.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Sqrt(FourLanes lanes) => new() { lanes = Vector256.Sqrt(lanes.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Abs(FourLanes lanes) => new() { lanes = Vector256.Abs(lanes.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Select(FourLanes mask, FourLanes yes, FourLanes no) => new() { lanes = Vector256.ConditionalSelect(mask.lanes, yes.lanes, no.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes SubtractBits(FourLanes left, FourLanes right) => new() { lanes = (left.lanes.AsUInt64() - right.lanes.AsUInt64()).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes IntoExponent(FourLanes lanes) => new() { lanes = Vector256.ShiftLeft(lanes.lanes.AsUInt64(), 52).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes FromExponent(FourLanes lanes) => new() { lanes = Vector256.ShiftRightLogical(lanes.lanes.AsUInt64(), 52).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(FourLanes lanes) => (uint)Vector256.ExtractMostSignificantBits(lanes.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PackNotAbove(double bound, ref readonly double source, nuint index, ref double target)
    {
        if (!Avx2.IsSupported)
        {
            return ILanes<FourLanes>.PackOneByOne(bound, in source, index, ref target);
        }

        var lanes = Vector256.LoadUnsafe(in source, index);
        var signs = Vector256.LessThanOrEqual(lanes, Vector256.Create(bound)).ExtractMostSignificantBits();
        var halves = Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Halves[(int)signs]).AsByte());
        Avx2.PermuteVar8x32(lanes.AsInt32(), halves).AsDouble().StoreUnsafe(ref target);
        return BitOperations.PopCount(signs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(FourLanes mask) => Vector256.EqualsAll(mask.lanes.AsUInt64(), Vector256<ulong>.AllBitsSet);
}
