namespace MarginFunctions.Risk.Scenarios;

/// <summary>A move of the curve of annual rates: straight lines between its points, level before the first and after the last. One point is a parallel move.</summary>
public sealed class RateMove
{
    /// <summary>The most points.</summary>
    public const int MaximumPoints = 16;

    private readonly double[] years;
    private readonly double[] rates;

    /// <summary>A move.</summary>
    /// <param name="name">For evidence; not empty.</param>
    /// <param name="points">1 to 16, days rising.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the move and has the value.</exception>
    public RateMove(string name, IReadOnlyList<RatePoint> points)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count is < 1 or > MaximumPoints)
        {
            throw new ArgumentException($"Rate move {name} has {points.Count} points; it has 1 to {MaximumPoints}.", nameof(points));
        }

        for (var n = 1; n < points.Count; n++)
        {
            if (points[n].Days <= points[n - 1].Days)
            {
                throw new ArgumentException(FormattableString.Invariant($"Rate move {name}: days {points[n].Days} come after {points[n - 1].Days}; days rise."), nameof(points));
            }
        }

        Name = name;
        Points = [.. points];
        years = [.. points.Select(p => (double)p.Days / 365)];
        rates = [.. points.Select(p => (double)p.Rate)];
    }

    /// <summary>What evidence calls it.</summary>
    public string Name { get; }

    /// <summary>The points.</summary>
    public IReadOnlyList<RatePoint> Points { get; }

    /// <summary>The relative move of a forward, to first order: its rate's change for the time that it has left.</summary>
    /// <param name="time">Years to expiry, 0 for a perpetual.</param>
    public double ForwardMove(double time)
    {
        var n = 0;
        while (n < years.Length && years[n] < time)
        {
            n++;
        }

        var rate = n == 0 ? rates[0]
            : n == years.Length ? rates[^1]
            : rates[n - 1] + (rates[n] - rates[n - 1]) * ((time - years[n - 1]) / (years[n] - years[n - 1]));
        return rate * time;
    }
}
