using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginFunctions.Risk.Numerics;

/// <summary>Two doubles side by side, in a <see cref="Vector128{T}"/>; in software where the machine has none, with the same bits.</summary>
internal readonly struct TwoLanes : ILanes<TwoLanes>
{
    private readonly Vector128<double> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TwoLanes(Vector128<double> lanes) => this.lanes = lanes;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Of(double number) => new(Vector128.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Load(ref readonly double source, nuint index) => new(Vector128.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes LoadFlags(ref readonly bool source, nuint index)
    {
        var flags = Unsafe.ReadUnaligned<ushort>(ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)));
        var words = Vector128.WidenLower(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar((uint)flags).AsByte())));
        return new(~Vector128.Equals(words, Vector128<ulong>.Zero).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoLanes lanes, ref double target, nuint index) => lanes.lanes.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator +(TwoLanes left, TwoLanes right) => new(left.lanes + right.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator -(TwoLanes left, TwoLanes right) => new(left.lanes - right.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator *(TwoLanes left, TwoLanes right) => new(left.lanes * right.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator /(TwoLanes left, TwoLanes right) => new(left.lanes / right.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator &(TwoLanes left, TwoLanes right) => new(left.lanes & right.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator |(TwoLanes left, TwoLanes right) => new(left.lanes | right.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator <(TwoLanes left, TwoLanes right) => new(Vector128.LessThan(left.lanes, right.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator >(TwoLanes left, TwoLanes right) => new(Vector128.GreaterThan(left.lanes, right.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator <=(TwoLanes left, TwoLanes right) => new(Vector128.LessThanOrEqual(left.lanes, right.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator >=(TwoLanes left, TwoLanes right) => new(Vector128.GreaterThanOrEqual(left.lanes, right.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Fma(TwoLanes a, TwoLanes b, TwoLanes c) => new(Vector128.FusedMultiplyAdd(a.lanes, b.lanes, c.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Sqrt(TwoLanes lanes) => new(Vector128.Sqrt(lanes.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Abs(TwoLanes lanes) => new(Vector128.Abs(lanes.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Select(TwoLanes mask, TwoLanes yes, TwoLanes no) => new(Vector128.ConditionalSelect(mask.lanes, yes.lanes, no.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes IntoExponent(TwoLanes lanes) => new(Vector128.ShiftLeft(lanes.lanes.AsUInt64(), 52).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes FromExponent(TwoLanes lanes) => new(Vector128.ShiftRightLogical(lanes.lanes.AsUInt64(), 52).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(TwoLanes mask) => Vector128.EqualsAll(mask.lanes.AsUInt64(), Vector128<ulong>.AllBitsSet);
}
