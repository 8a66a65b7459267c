namespace MarginFunctions.Risk.Bands;

/// <summary>A minimum of pieces: today's, and its lowest and highest anywhere in a box. Bounds of a minimum are the minima of its pieces' bounds.</summary>
internal struct PieceMinimum()
{
    private double low = double.PositiveInfinity;
    private double high = double.PositiveInfinity;

    /// <summary>Today's value.</summary>
    public double Today { get; private set; } = double.PositiveInfinity;

    /// <summary>Its lowest.</summary>
    public readonly double Low => low;

    /// <summary>Its highest.</summary>
    public readonly double High => high;

    /// <summary>Adds a piece.</summary>
    public void Add(double today, double fall, double rise)
    {
        Today = Math.Min(Today, today);
        low = Math.Min(low, today + fall);
        high = Math.Min(high, today + rise);
    }
}
