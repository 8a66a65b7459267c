using MarginFunctions.Risk.Options;

namespace MarginFunctions.Risk.Tests.Options;

/// <summary>Room for the results of a batch.</summary>
internal sealed class Results(int count)
{
    private readonly double[][] columns = [new double[count], new double[count], new double[count], new double[count], new double[count]];

    public OptionValues this[int i] => new(columns[0][i], columns[1][i], columns[2][i], columns[3][i], columns[4][i]);

    public OptionValuesBatch Of(int length) =>
        new(columns[0].AsSpan(0, length), columns[1].AsSpan(0, length), columns[2].AsSpan(0, length), columns[3].AsSpan(0, length), columns[4].AsSpan(0, length));

    public void Fill(double number) => Array.ForEach(columns, c => c.AsSpan().Fill(number));

    public static bool AreSameBits(OptionValues expected, OptionValues actual) => Bits(expected) == Bits(actual);

    private static (long, long, long, long, long) Bits(OptionValues v) => (
        BitConverter.DoubleToInt64Bits(v.Value),
        BitConverter.DoubleToInt64Bits(v.Delta),
        BitConverter.DoubleToInt64Bits(v.Gamma),
        BitConverter.DoubleToInt64Bits(v.Vega),
        BitConverter.DoubleToInt64Bits(v.Theta));
}
