namespace MarginFunctions.Risk.Tests.Numerics;

/// <summary>Compares doubles by their bits: a last digit is the distance to the next double.</summary>
internal static class Digits
{
    public static void AssertWithin(long lastDigits, double expected, double actual, string what)
    {
        var distance = Math.Abs(Order(expected) - Order(actual));
        Assert.True(distance <= lastDigits, $"{what} is {expected:R}, not {actual:R}: {distance} last digits.");
    }

    public static void AssertSame(double expected, double actual, string what) =>
        Assert.True(
            BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual) || (double.IsNaN(expected) && double.IsNaN(actual)) || (expected == 0 && actual == 0),
            $"{what} is {expected:R}, not {actual:R}.");

    // Doubles in their order as consecutive whole numbers.
    private static long Order(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        return bits < 0 ? long.MinValue - bits : bits;
    }
}
