namespace MarginFunctions.Risk.Margin;

/// <summary>Decimals as whole numbers of a power of ten, and back. Never rounds.</summary>
internal static class WholeNumbers
{
    /// <summary>Decimal places of a quantity or price as a whole number.</summary>
    public const int Places = 8;

    private const ulong Split = 10_000_000_000;
    private const int SplitPlaces = 10;
    private static readonly UInt128 LargestMantissa = (UInt128.One << 96) - 1;

    /// <summary>A quantity or price in 10⁻⁸, or 0 when it is zero or has no such whole number.</summary>
    public static long FromDecimal(decimal number) => TryScale(number, Places, out var whole) && whole <= long.MaxValue && whole >= -(Int128)long.MaxValue ? (long)whole : 0;

    /// <summary><c>number·10^places</c>.</summary>
    /// <returns>False when that is no whole number, or beyond a decimal.</returns>
    public static bool TryScale(decimal number, int places, out Int128 whole)
    {
        whole = 0;
        var power = new decimal(1, 0, 0, isNegative: false, (byte)places);
        if (Math.Abs(number) >= decimal.MaxValue * power || number % power != 0)
        {
            return false;
        }

        whole = (Int128)(number / power);
        return true;
    }

    /// <summary><c>whole/10^places</c>, exact unless a decimal's 28 digits cannot hold it.</summary>
    public static decimal ToDecimal(Int128 whole, int places)
    {
        var magnitude = (UInt128)Int128.Abs(whole);
        if (magnitude <= LargestMantissa)
        {
            return Compose(magnitude, Int128.IsNegative(whole), places);
        }

        var (high, low) = UInt128.DivRem(magnitude, Split);
        return Compose(high, Int128.IsNegative(whole), places - SplitPlaces) + Compose(low, Int128.IsNegative(whole), places);
    }

    private static decimal Compose(UInt128 magnitude, bool isNegative, int places) =>
        new((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), isNegative, (byte)places);
}
