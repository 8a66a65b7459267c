using System.Globalization;
using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Local.Replay;

/// <summary>The prices of one moment of a history.</summary>
/// <param name="At">The moment.</param>
/// <param name="Prices">By symbol of the file.</param>
internal sealed record PriceTick(DateTimeOffset At, IReadOnlyDictionary<string, decimal> Prices);

/// <summary>A history of prices from a file of <c>timestamp,symbol,price</c>, UTC, ascending in time.</summary>
internal static class PriceHistory
{
    private const string Header = "timestamp,symbol,price";
    private const int LongestExcerpt = 100;

    /// <exception cref="InvalidDataException">A line is wrong; the message names the line, the field and the value.</exception>
    public static IReadOnlyList<PriceTick> Load(string path)
    {
        var ticks = new List<PriceTick>();
        var current = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var at = DateTimeOffset.MinValue;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1)
            {
                Require(line.Trim() == Header, path, number, "header", line, $"must be {Header}");
                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            var fields = line.Split(',');
            Require(fields.Length == 3, path, number, "line", line, "must have three fields");
            Require(
                DateTimeOffset.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time),
                path, number, "timestamp", fields[0], "must be a time such as 2017-09-03T00:01:00Z");
            Require(time >= at, path, number, "timestamp", fields[0], "must not be before the line above");
            Require(fields[1].Length > 0, path, number, "symbol", fields[1], "must not be empty");
            Require(
                decimal.TryParse(fields[2], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var price)
                    && price is > 0 and <= HoldingsReader.HighestPrice,
                path, number, "price", fields[2], "must be a positive number of at most 10,000,000,000");
            if (time != at && current.Count > 0)
            {
                ticks.Add(new PriceTick(at, current));
                current = new Dictionary<string, decimal>(StringComparer.Ordinal);
            }

            at = time;
            Require(current.TryAdd(fields[1], price), path, number, "symbol", fields[1], $"stands twice at {fields[0]}");
        }

        if (current.Count > 0)
        {
            ticks.Add(new PriceTick(at, current));
        }

        return ticks.Count > 0 ? ticks : throw new InvalidDataException($"{path} has no prices.");
    }

    private static void Require(bool isRight, string path, int line, string field, string value, string reason)
    {
        if (!isRight)
        {
            throw new InvalidDataException($"{path} line {line}: {field} = {(value.Length <= LongestExcerpt ? value : value[..LongestExcerpt] + "…")} {reason}.");
        }
    }
}
