using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarginFunctions.Risk.Numerics;

/// <summary>Eight doubles side by side, in a <see cref="Vector512{T}"/>; in software where the machine has none, with the same bits.</summary>
internal struct EightLanes : ILanes<EightLanes>
{
    // Set by initialisers, not by a constructor: each call fewer counts against what the compiler is willing to inline into a kernel.
    private Vector512<double> lanes;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Of(double number) => new() { lanes = Vector512.Create(number) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(ref readonly double source, nuint index) => new() { lanes = Vector512.LoadUnsafe(in source, index) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes LoadFlags(ref readonly bool source, nuint index)
    {
        var flags = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)))).AsByte();
        return new() { lanes = ~Vector512.Equals(Widened(flags), Vector512<ulong>.Zero).AsDouble() };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(EightLanes lanes, ref double target, nuint index) => lanes.lanes.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator +(EightLanes left, EightLanes right) => new() { lanes = left.lanes + right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes left, EightLanes right) => new() { lanes = left.lanes - right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes lanes) => new() { lanes = -lanes.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator *(EightLanes left, EightLanes right) => new() { lanes = left.lanes * right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator /(EightLanes left, EightLanes right) => new() { lanes = left.lanes / right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator &(EightLanes left, EightLanes right) => new() { lanes = left.lanes & right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator |(EightLanes left, EightLanes right) => new() { lanes = left.lanes | right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator <(EightLanes left, EightLanes right) => new() { lanes = Vector512.LessThan(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator >(EightLanes left, EightLanes right) => new() { lanes = Vector512.GreaterThan(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator <=(EightLanes left, EightLanes right) => new() { lanes = Vector512.LessThanOrEqual(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator >=(EightLanes left, EightLanes right) => new() { lanes = Vector512.GreaterThanOrEqual(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Min(EightLanes left, EightLanes right) => new() { lanes = Vector512.MinNative(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Max(EightLanes left, EightLanes right) => new() { lanes = Vector512.MaxNative(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Fma(EightLanes a, EightLanes b, EightLanes c) => new() { lanes = Vector512.FusedMultiplyAdd(a.lanes, b.lanes, c.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Sqrt(EightLanes lanes) => new() { lanes = Vector512.Sqrt(lanes.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Abs(EightLanes lanes) => new() { lanes = Vector512.Abs(lanes.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Select(EightLanes mask, EightLanes yes, EightLanes no) => new() { lanes = Vector512.ConditionalSelect(mask.lanes, yes.lanes, no.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes SubtractBits(EightLanes left, EightLanes right) => new() { lanes = (left.lanes.AsUInt64() - right.lanes.AsUInt64()).AsDouble() };

    // One expression, for which the compiler adds under a mask; with the mask in a variable it makes a vector of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes CountLess(EightLanes counts, EightLanes left, EightLanes right) => new()
    {
        lanes = Vector512.ConditionalSelect(
            Vector512.LessThan(left.lanes, right.lanes).AsInt64(), counts.lanes.AsInt64() + Vector512<long>.One, counts.lanes.AsInt64()).AsDouble(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes IntoExponent(EightLanes lanes) => new() { lanes = Vector512.ShiftLeft(lanes.lanes.AsUInt64(), 52).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes FromExponent(EightLanes lanes) => new() { lanes = Vector512.ShiftRightLogical(lanes.lanes.AsUInt64(), 52).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(EightLanes lanes) => (uint)Vector512.ExtractMostSignificantBits(lanes.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PackNotAbove(double bound, ref readonly double source, nuint index, ref double target)
    {
        if (!Avx512F.IsSupported)
        {
            return ILanes<EightLanes>.PackOneByOne(bound, in source, index, ref target);
        }

        // Written twice and compared once: of a mask in a variable the compiler makes a vector, and of that a mask again.
        var (lanes, limit) = (Vector512.LoadUnsafe(in source, index), Vector512.Create(bound));
        Avx512F.Compress(Vector512<double>.Zero, Vector512.LessThanOrEqual(lanes, limit), lanes).StoreUnsafe(ref target);
        return BitOperations.PopCount((uint)Vector512.LessThanOrEqual(lanes, limit).ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(EightLanes mask) => Vector512.EqualsAll(mask.lanes.AsUInt64(), Vector512<ulong>.AllBitsSet);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Widened(Vector128<byte> flags)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512UInt64(flags);
        }

        var (lowHalf, highHalf) = Vector128.Widen(Vector128.WidenLower(flags));
        var (low, high) = Vector256.Widen(Vector256.Create(lowHalf, highHalf));
        return Vector512.Create(low, high);
    }
}
