namespace MarginFunctions.Risk.Bands;

/// <summary>A minimum of pieces: today's, and its lowest and highest anywhere in a box. Bounds of a minimum are the minima of its pieces' bounds.</summary>
internal struct PieceMinimum()
{
    private double low = double.PositiveInfinity;
    private double high = double.PositiveInfinity;

    /// <summary>Today's value.</summary>
    public double Today { get; private set; } = double.PositiveInfinity;

    /// <summary>No piece yet.</summary>
    public readonly bool IsEmpty => double.IsPositiveInfinity(Today);

    /// <summary>How far it can be from today's.</summary>
    public readonly (double Fall, double Rise) Change => (low - Today, high - Today);

    /// <summary>Adds a piece.</summary>
    public void Add(double today, double fall, double rise)
    {
        Today = Math.Min(Today, today);
        low = Math.Min(low, today + fall);
        high = Math.Min(high, today + rise);
    }

    /// <summary>Adds all pieces of another minimum.</summary>
    public void Add(in PieceMinimum other)
    {
        Today = Math.Min(Today, other.Today);
        low = Math.Min(low, other.low);
        high = Math.Min(high, other.high);
    }

    /// <summary>The sum of two minima, for which a new one stands as 0.</summary>
    public readonly PieceMinimum Plus(in PieceMinimum other) => IsEmpty ? other : new PieceMinimum { Today = Today + other.Today, low = low + other.low, high = high + other.high };
}
