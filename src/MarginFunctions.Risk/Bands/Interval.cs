namespace MarginFunctions.Risk.Bands;

/// <summary>What a number may be, from the least to the most.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
internal readonly record struct Interval(double Least, double Most)
{
    /// <summary>The least magnitude.</summary>
    public double LeastMagnitude => Least <= 0 && Most >= 0 ? 0 : Math.Min(Math.Abs(Least), Math.Abs(Most));

    /// <summary>The greatest magnitude.</summary>
    public double MostMagnitude => Math.Max(Math.Abs(Least), Math.Abs(Most));

    /// <summary>The sum of two independent numbers.</summary>
    public static Interval operator +(Interval one, Interval other) => new(one.Least + other.Least, one.Most + other.Most);

    /// <summary>A multiple.</summary>
    public static Interval operator *(double factor, Interval number) =>
        factor >= 0 ? new Interval(factor * number.Least, factor * number.Most) : new Interval(factor * number.Most, factor * number.Least);
}
