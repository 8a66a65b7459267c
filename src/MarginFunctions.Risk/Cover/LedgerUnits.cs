using System.Numerics;
using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Cover;

/// <summary>Amounts as whole numbers of 10⁻⁸, the least that is ever booked.</summary>
internal static class LedgerUnits
{
    private const decimal PerUnit = 100_000_000m;
    private const decimal LargestAmount = 100_000_000_000_000_000m;

    /// <summary>An amount that is a whole number of units and small enough for sums of many.</summary>
    public static void Require(decimal amount, string item, string name)
    {
        if (Math.Abs(amount) > LargestAmount || decimal.Round(amount, MoneyRounding.Places) != amount)
        {
            throw new ArgumentException(FormattableString.Invariant($"{item} is {amount}; an amount has at most {MoneyRounding.Places} places and is at most {LargestAmount}."), name);
        }
    }

    public static BigInteger Of(decimal amount) => new(amount * PerUnit);

    public static decimal ToAmount(BigInteger units) => (decimal)units / PerUnit;
}
