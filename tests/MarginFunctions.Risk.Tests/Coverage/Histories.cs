using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Coverage;

/// <summary>Short ways to write down what prices did.</summary>
internal static class Histories
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Horizon OneDay { get; } = new(1);

    /// <summary>A price a day for each symbol.</summary>
    public static JointHistory Daily(params (string Name, decimal[] Prices)[] series) => new([.. Enumerable.Range(0, series[0].Prices.Length)
        .Select(day => new HistoricalPrices(Start.AddDays(day), series.ToDictionary(s => s.Name, s => s.Prices[day])))]);

    /// <summary>Scenarios of a day with these factors, one list a symbol.</summary>
    public static JointScenarios Factors(params (string Name, decimal[] Factors)[] series)
    {
        var history = Daily([.. series.Select(s => (s.Name, s.Factors.Aggregate(new List<decimal> { 1_000_000 }, (prices, f) => [.. prices, prices[^1] * f]).ToArray()))]);
        return JointScenarios.FromHistory(history, series.Select(s => s.Name), OneDay, ReturnSampling.Overlapping);
    }

    /// <summary>Scenarios of a day in which every symbol moves by up to half, together and alone.</summary>
    public static JointScenarios Random(Random random, IReadOnlyList<string> names, int count)
    {
        var market = Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5).ToArray();
        return Factors([.. names.Select(name => (name, Array.ConvertAll(market, m => decimal.Round((decimal)Math.Exp(0.5 * (m + random.NextDouble() - 0.5)), 6))))]);
    }
}
