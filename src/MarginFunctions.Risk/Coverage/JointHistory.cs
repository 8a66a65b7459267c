using System.Globalization;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>Prices of several symbols, oldest first, a step apart.</summary>
/// <remarks>
/// The step is the most frequent time between two neighbouring moments, the shortest of them when several are. The grid starts at the first moment; moments off the grid, such as a last
/// quote within the day, are not read. A symbol that is used has a price at every point of the grid: a gap is refused, never filled, for a price carried forward would be a move of
/// zero that never was.
/// </remarks>
public sealed class JointHistory
{
    private readonly Dictionary<DateTimeOffset, HistoricalPrices> moments;
    private readonly DateTimeOffset first;
    private readonly HashSet<string> names;

    /// <summary>Takes a history.</summary>
    /// <param name="moments">At least two, ascending.</param>
    /// <exception cref="ArgumentException">A rule above is broken, or a price is not positive; the message names the moment and the symbol.</exception>
    public JointHistory(IReadOnlyList<HistoricalPrices> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Count < 2)
        {
            throw new ArgumentException($"The history has {moments.Count} moments; a move needs 2.", nameof(moments));
        }

        for (var n = 1; n < moments.Count; n++)
        {
            if (moments[n].At <= moments[n - 1].At)
            {
                throw new ArgumentException($"The history goes from {Text(moments[n - 1].At)} back to {Text(moments[n].At)}; its moments ascend.", nameof(moments));
            }
        }

        foreach (var moment in moments)
        {
            foreach (var (name, price) in moment.Prices)
            {
                if (price <= 0)
                {
                    throw new ArgumentException($"{name} has price {price.ToString(CultureInfo.InvariantCulture)} at {Text(moment.At)}; a price is positive.", nameof(moments));
                }
            }
        }

        first = moments[0].At;
        Step = Enumerable.Range(1, moments.Count - 1).Select(n => moments[n].At - moments[n - 1].At)
            .GroupBy(span => span).OrderByDescending(spans => spans.Count()).ThenBy(spans => spans.Key).First().Key;
        this.moments = moments.Where(m => (m.At - first).Ticks % Step.Ticks == 0).ToDictionary(m => m.At);
        names = [.. this.moments.Values.SelectMany(m => m.Prices.Keys)];

        // With more points than moments there is a gap within the first of them; the rest need not be counted.
        Count = (int)Math.Min((this.moments.Keys.Max() - first).Ticks / Step.Ticks, this.moments.Count) + 1;
    }

    /// <summary>The time from one point of the grid to the next.</summary>
    public TimeSpan Step { get; }

    /// <summary>How many points the grid has.</summary>
    public int Count { get; }

    /// <summary>Whether the history has any price of a symbol.</summary>
    public bool Has(string name) => names.Contains(name);

    /// <summary>The moment of a point, from 0, the oldest.</summary>
    public DateTimeOffset At(int point) => first + point * Step;

    /// <summary>The steps that make up a horizon.</summary>
    /// <exception cref="ArgumentException">The horizon is no whole number of steps.</exception>
    public int StepsIn(Horizon horizon)
    {
        var span = TimeSpan.FromDays(horizon.Days);
        return span.Ticks % Step.Ticks == 0 && span / Step <= int.MaxValue
            ? (int)(span.Ticks / Step.Ticks)
            : throw new ArgumentException($"A horizon of {horizon.Days} days is no whole number of the history's steps of {Step}.", nameof(horizon));
    }

    /// <summary>A symbol's prices, one a point.</summary>
    /// <exception cref="ArgumentException">A price is missing; the message names the symbol and the moment.</exception>
    internal double[] PricesOf(string name)
    {
        var prices = new double[Count];
        for (var n = 0; n < prices.Length; n++)
        {
            prices[n] = moments.TryGetValue(At(n), out var moment) && moment.Prices.TryGetValue(name, out var price)
                ? (double)price
                : throw new ArgumentException($"{name} has no price at {Text(At(n))}; prices are {Step} apart from the first moment to the last.", nameof(name));
        }

        return prices;
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
