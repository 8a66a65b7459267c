using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginFunctions.Risk.Numerics;

/// <summary>Two doubles side by side, in a <see cref="Vector128{T}"/>; in software where the machine has none, with the same bits.</summary>
internal struct TwoLanes : ILanes<TwoLanes>
{
    // Set by initialisers, not by a constructor: each call fewer counts against what the compiler is willing to inline into a kernel.
    private Vector128<double> lanes;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Of(double number) => new() { lanes = Vector128.Create(number) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Load(ref readonly double source, nuint index) => new() { lanes = Vector128.LoadUnsafe(in source, index) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes LoadFlags(ref readonly bool source, nuint index)
    {
        var flags = Unsafe.ReadUnaligned<ushort>(ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)));
        var words = Vector128.WidenLower(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar((uint)flags).AsByte())));
        return new() { lanes = ~Vector128.Equals(words, Vector128<ulong>.Zero).AsDouble() };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoLanes lanes, ref double target, nuint index) => lanes.lanes.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator +(TwoLanes left, TwoLanes right) => new() { lanes = left.lanes + right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator -(TwoLanes left, TwoLanes right) => new() { lanes = left.lanes - right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator -(TwoLanes lanes) => new() { lanes = -lanes.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator *(TwoLanes left, TwoLanes right) => new() { lanes = left.lanes * right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator /(TwoLanes left, TwoLanes right) => new() { lanes = left.lanes / right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator &(TwoLanes left, TwoLanes right) => new() { lanes = left.lanes & right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator |(TwoLanes left, TwoLanes right) => new() { lanes = left.lanes | right.lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator <(TwoLanes left, TwoLanes right) => new() { lanes = Vector128.LessThan(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator >(TwoLanes left, TwoLanes right) => new() { lanes = Vector128.GreaterThan(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator <=(TwoLanes left, TwoLanes right) => new() { lanes = Vector128.LessThanOrEqual(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator >=(TwoLanes left, TwoLanes right) => new() { lanes = Vector128.GreaterThanOrEqual(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Min(TwoLanes left, TwoLanes right) => new() { lanes = Vector128.MinNative(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Max(TwoLanes left, TwoLanes right) => new() { lanes = Vector128.MaxNative(left.lanes, right.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Fma(TwoLanes a, TwoLanes b, TwoLanes c) => new() { lanes = Vector128.FusedMultiplyAdd(a.lanes, b.lanes, c.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Sqrt(TwoLanes lanes) => new() { lanes = Vector128.Sqrt(lanes.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Abs(TwoLanes lanes) => new() { lanes = Vector128.Abs(lanes.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Select(TwoLanes mask, TwoLanes yes, TwoLanes no) => new() { lanes = Vector128.ConditionalSelect(mask.lanes, yes.lanes, no.lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes SubtractBits(TwoLanes left, TwoLanes right) => new() { lanes = (left.lanes.AsUInt64() - right.lanes.AsUInt64()).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes IntoExponent(TwoLanes lanes) => new() { lanes = Vector128.ShiftLeft(lanes.lanes.AsUInt64(), 52).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes FromExponent(TwoLanes lanes) => new() { lanes = Vector128.ShiftRightLogical(lanes.lanes.AsUInt64(), 52).AsDouble() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(TwoLanes lanes) => (uint)Vector128.ExtractMostSignificantBits(lanes.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(TwoLanes mask) => Vector128.EqualsAll(mask.lanes.AsUInt64(), Vector128<ulong>.AllBitsSet);
}
