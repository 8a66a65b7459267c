using System.Globalization;

namespace MarginFunctions.Benchmarks;

/// <summary>Ways to do the same, timed in turn (A B C A B C …), so that the machine's drift meets all of them alike.</summary>
internal static class Rounds
{
    /// <summary>Runs every way once to warm it up, then a number of rounds.</summary>
    /// <param name="count">How many rounds, odd.</param>
    /// <param name="ways">Each returns the seconds that one run of it took.</param>
    /// <returns>The seconds, by way and round.</returns>
    public static double[][] Of(int count, IReadOnlyList<Func<double>> ways)
    {
        foreach (var way in ways)
        {
            _ = way();
        }

        var seconds = ways.Select(_ => new double[count]).ToArray();
        for (var round = 0; round < count; round++)
        {
            for (var n = 0; n < ways.Count; n++)
            {
                seconds[n][round] = ways[n]();
            }
        }

        return seconds;
    }

    /// <summary>The middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>A line of a table: median, fastest and slowest round, and the median of the rounds' own ratios to the first way.</summary>
    public static string Line(string name, double[] seconds, double[] first, int units, string unit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-44} {1e3 * Median(seconds),10:N3} {1e3 * seconds.Min(),10:N3} {1e3 * seconds.Max(),10:N3} {1e9 * Median(seconds) / units,10:N1} {unit} {Median(seconds.Zip(first, (s, f) => s / f)),10:N2}");

    /// <summary>The table's head.</summary>
    public static string Head(string unit) => $"{"",-44} {"median ms",10} {"best ms",10} {"worst ms",10} {"ns",10} {new string(' ', unit.Length)} {"time/ours",10}";
}
