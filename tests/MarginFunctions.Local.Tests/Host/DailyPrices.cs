using System.Globalization;
using System.Text;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>A seeded random walk of two symbols by the day, with a fall, as a price history.</summary>
internal static class DailyPrices
{
    public const int Days = 90;

    /// <summary>When BTC falls by 15 % and ETH by 20 % from one day to the next.</summary>
    public const int Fall = 60;

    /// <summary>The history as lines, two a day after the header.</summary>
    /// <param name="seed">What it is made from.</param>
    /// <param name="otherFrom">From this day on the walk is another one.</param>
    public static IReadOnlyList<string> Lines(int seed, int otherFrom = int.MaxValue)
    {
        var random = new Random(seed);
        var lines = new List<string> { PriceFile.Header };
        var (btc, eth) = (60_000.0, 3_000.0);
        for (var day = 0; day < Days; day++)
        {
            if (day == otherFrom)
            {
                random = new Random(seed + 1);
            }

            btc *= 1 + 0.02 * (random.NextDouble() - 0.5) - (day == Fall + 1 ? 0.15 : 0);
            eth *= 1 + 0.03 * (random.NextDouble() - 0.5) - (day == Fall + 1 ? 0.2 : 0);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Day(day)},BTC-USD,{btc:F2}"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Day(day)},ETH-USD,{eth:F2}"));
        }

        return lines;
    }

    /// <summary>The line of a day and a symbol: 0 for BTC, 1 for ETH.</summary>
    public static int LineOf(int day, int symbol) => 1 + 2 * day + symbol;

    public static string Text(IEnumerable<string> lines) => new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();

    public static string Day(int day) => new DateTime(2026, 1, 1).AddDays(day).ToString("yyyy-MM-ddT00:00:00Z", CultureInfo.InvariantCulture);
}
