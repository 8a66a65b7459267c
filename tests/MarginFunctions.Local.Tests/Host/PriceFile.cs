using System.Globalization;
using System.Text;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>A seeded random walk of two symbols by the minute, with a crash in the middle, as a price history.</summary>
internal static class PriceFile
{
    public const string Header = "timestamp,symbol,price";
    private const int Minutes = 200;

    public static string Walk(int seed)
    {
        var random = new Random(seed);
        var start = new DateTimeOffset(2017, 9, 3, 0, 0, 0, TimeSpan.Zero);
        var csv = new StringBuilder(Header).Append('\n');
        var (btc, eth) = (60_000.0, 3_000.0);
        for (var minute = 0; minute < Minutes; minute++)
        {
            var drift = minute is >= 80 and < 110 ? -0.006 : 0.0005;
            btc *= 1 + drift + 0.002 * (random.NextDouble() - 0.5);
            eth *= 1 + 1.2 * drift + 0.003 * (random.NextDouble() - 0.5);
            var time = (start + TimeSpan.FromMinutes(minute)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"{time},BTC-USD,{btc:F2}\n{time},ETH-USD,{eth:F2}\n");
        }

        return csv.ToString();
    }
}
