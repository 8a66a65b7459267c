using MarginFunctions.Risk.Dynamic;

namespace MarginFunctions.Risk.Tests.Dynamic;

/// <summary>Policies and marks for tests.</summary>
internal static class Policies
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 19, 12, 0, 0, TimeSpan.Zero);

    public static readonly DynamicUnderlying Btc = new("BTC-USD", 0.08m, 0.40m, 0.16m, 1.2);

    public static DynamicRangePolicy Of(params DynamicUnderlying[] underlyings) =>
        new(TimeSpan.FromHours(6), TimeSpan.FromDays(1), 3, 0.01m, underlyings.Length > 0 ? underlyings : [Btc]);

    public static DynamicRangePolicy OfThree() => Of(Btc, Btc with { Underlying = "ETH-USD" }, Btc with { Underlying = "SOL-USD" });

    public static UnderlyingMark Mark(decimal price, double minutes, string underlying = "BTC-USD") => new(underlying, price, Noon.AddMinutes(minutes));

    /// <summary>Marks of three underlyings over some hours: some missing, some repeated, some many minutes apart, in time order.</summary>
    public static List<UnderlyingMark> RandomMarks(Random random)
    {
        var marks = new List<UnderlyingMark>();
        var prices = new Dictionary<string, double> { ["BTC-USD"] = 43_000, ["ETH-USD"] = 2_300, ["SOL-USD"] = 98 };
        var minutes = 0.0;
        for (var n = random.Next(1, 80); n > 0; n--)
        {
            minutes += random.Next(4) == 0 ? random.NextDouble() * 90 : random.NextDouble() * 2;
            var common = random.NextDouble() - 0.5;
            foreach (var underlying in prices.Keys.Where(_ => random.Next(4) > 0))
            {
                prices[underlying] *= 1 + (common + random.NextDouble() - 0.5) * 0.05;
                marks.Add(Mark(Math.Round((decimal)prices[underlying], 8), minutes + random.Next(2) * 0.2, underlying));
            }
        }

        return [.. marks.OrderBy(m => m.At).ThenBy(m => m.Underlying, StringComparer.Ordinal)];
    }

    /// <summary>Every fact of a state as text with all digits.</summary>
    public static string Digits(DynamicRisk risk) => string.Join('\n', risk.Underlyings.Select(u =>
        FormattableString.Invariant($"{u.Underlying} {u.Range} {u.Variance:R} {u.Mark} {u.MarkAt:O} {u.Shock:R} {string.Join(' ', u.Covariances.Select(c => FormattableString.Invariant($"{c.Key}={c.Value:R}")))}")));
}
