using System.Globalization;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>Prices of several symbols, oldest first. A symbol that is used has a price at every step from the first moment to the last: a gap is refused, never filled.</summary>
public sealed class JointHistory
{
    private readonly IReadOnlyList<HistoricalPrices> moments;
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

        Step = Enumerable.Range(1, moments.Count - 1).Min(n => moments[n].At - moments[n - 1].At);
        this.moments = moments;
        names = [.. moments.SelectMany(m => m.Prices.Keys)];
    }

    /// <summary>The shortest time from one moment to the next.</summary>
    public TimeSpan Step { get; }

    /// <summary>How many moments there are.</summary>
    public int Count => moments.Count;

    /// <summary>Whether the history has any price of a symbol.</summary>
    public bool Has(string name) => names.Contains(name);

    /// <summary>A moment, from 0, the oldest.</summary>
    public DateTimeOffset At(int moment) => moments[moment].At;

    /// <summary>The steps that make up a horizon.</summary>
    /// <exception cref="ArgumentException">The horizon is no whole number of steps.</exception>
    public int StepsIn(Horizon horizon)
    {
        var span = TimeSpan.FromDays(horizon.Days);
        return span.Ticks % Step.Ticks == 0 && span / Step <= int.MaxValue
            ? (int)(span.Ticks / Step.Ticks)
            : throw new ArgumentException($"A horizon of {horizon.Days} days is no whole number of the history's steps of {Step}.", nameof(horizon));
    }

    /// <summary>A symbol's prices, one a moment.</summary>
    /// <exception cref="ArgumentException">A price is missing; the message names the symbol and the moment.</exception>
    internal double[] PricesOf(string name)
    {
        var prices = new double[moments.Count];
        for (var n = 0; n < prices.Length; n++)
        {
            var expected = moments[0].At + n * Step;
            prices[n] = moments[n].At == expected && moments[n].Prices.TryGetValue(name, out var price)
                ? (double)price
                : throw new ArgumentException($"{name} has no price at {Text(expected)}; prices are {Step} apart from the first moment to the last.", nameof(name));
        }

        return prices;
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
