using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Numerics;

/// <summary>
/// One or more doubles that go through a kernel side by side. A kernel is written once against this and compiled for one, two, four and eight lanes.
/// </summary>
/// <remarks>
/// Every operation is a single correctly rounded IEEE 754 operation in each lane, or moves bits; nothing adds up across lanes and nothing is an estimate. So a lane's result
/// depends on its own inputs only and has the same bits at every width, with and without hardware support.
/// A mask is a value whose lanes have all bits set or none.
/// </remarks>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Doubles side by side.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract T Of(double number);

    /// <summary>The <see cref="Count"/> numbers from <paramref name="index"/> on.</summary>
    static abstract T Load(ref readonly double source, nuint index);

    /// <summary>The <see cref="Count"/> flags from <paramref name="index"/> on, as a mask.</summary>
    static abstract T LoadFlags(ref readonly bool source, nuint index);

    /// <summary>Writes the lanes from <paramref name="index"/> on.</summary>
    static abstract void Store(T lanes, ref double target, nuint index);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    /// <summary>The sign bit turned over.</summary>
    static abstract T operator -(T lanes);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    static abstract T operator &(T left, T right);

    static abstract T operator |(T left, T right);

    /// <summary>Mask of the lanes in which <paramref name="left"/> is less; false for NaN.</summary>
    static abstract T operator <(T left, T right);

    /// <summary>Mask of the lanes in which <paramref name="left"/> is greater; false for NaN.</summary>
    static abstract T operator >(T left, T right);

    /// <summary>Mask of the lanes in which <paramref name="left"/> is less or equal; false for NaN.</summary>
    static abstract T operator <=(T left, T right);

    /// <summary>Mask of the lanes in which <paramref name="left"/> is greater or equal; false for NaN.</summary>
    static abstract T operator >=(T left, T right);

    /// <summary>
    /// The lesser. One instruction, and processors differ about NaN and about zeros of two signs: of zeros, <paramref name="right"/> must not be the negative one, and with a NaN on one side
    /// at least one of <c>Min(a, b)</c> and <c>Max(b, a)</c> is NaN, no more.
    /// </summary>
    static abstract T Min(T left, T right);

    /// <summary>The greater; see <see cref="Min"/>.</summary>
    static abstract T Max(T left, T right);

    /// <summary><c>a·b + c</c>, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>Square root.</summary>
    static abstract T Sqrt(T lanes);

    /// <summary>The sign bit cleared.</summary>
    static abstract T Abs(T lanes);

    /// <summary><paramref name="yes"/> where the mask is set, <paramref name="no"/> elsewhere.</summary>
    static abstract T Select(T mask, T yes, T no);

    /// <summary>The difference of the bits of each lane, taken as whole numbers modulo 2⁶⁴.</summary>
    static abstract T SubtractBits(T left, T right);

    /// <summary>Numbers counted up where <paramref name="left"/> is less: the bits of each lane of <paramref name="counts"/> are a whole number.</summary>
    static virtual T CountLess(T counts, T left, T right) => T.SubtractBits(counts, left < right);

    /// <summary>The bits of each lane moved up by 52: an integer becomes an exponent.</summary>
    static abstract T IntoExponent(T lanes);

    /// <summary>The bits of each lane moved down by 52: an exponent becomes an integer.</summary>
    static abstract T FromExponent(T lanes);

    /// <summary>The sign bit of every lane, the first lane's lowest.</summary>
    static abstract uint Signs(T lanes);

    /// <summary>
    /// Of the <see cref="Count"/> numbers from <paramref name="index"/> on, those that are not above a bound, one after another. All of <see cref="Count"/> may be written; what is behind them is
    /// undefined.
    /// </summary>
    /// <returns>How many.</returns>
    static virtual int PackNotAbove(double bound, ref readonly double source, nuint index, ref double target) => PackOneByOne(bound, in source, index, ref target);

    /// <summary><see cref="PackNotAbove"/> without an instruction for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int PackOneByOne(double bound, ref readonly double source, nuint index, ref double target)
    {
        var packed = 0;
        for (var n = 0; n < T.Count; n++)
        {
            var number = Unsafe.Add(ref Unsafe.AsRef(in source), index + (nuint)n);
            Unsafe.Add(ref target, packed) = number;
            packed += number <= bound ? 1 : 0;
        }

        return packed;
    }

    /// <summary>Whether the mask is set in every lane.</summary>
    static abstract bool All(T mask);
}
