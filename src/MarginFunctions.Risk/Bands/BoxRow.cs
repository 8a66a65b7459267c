namespace MarginFunctions.Risk.Bands;

/// <summary>One position or holding of a pool over a box of marks: what of it changes with which mark, and how far.</summary>
internal abstract class BoxRow(int mark)
{
    /// <summary>The place of its price, or its forward, in the box.</summary>
    public int Mark { get; } = mark;

    /// <summary>Works out the row over a box; what the box has left as it was is kept.</summary>
    public abstract void Update(MarkBox box);

    /// <summary>Adds the row to a piece, over the box of the last update.</summary>
    public abstract void AddTo(BoxSums sums, in PieceWeights piece);

    /// <summary>The range over the box of delta times price, for what is a position: what charges by delta are made of.</summary>
    public virtual Interval DeltaRange(MarkBox box) => default;

    /// <summary>The range over the box of what an option gains to first order as its volatility rises by the move of the charge for its term structure.</summary>
    public virtual Interval VolatilityGainRange(MarkBox box) => default;

    /// <summary>The greatest amount of account currency that the row can be anywhere in the box, in any scenario: what roundings are relative to.</summary>
    /// <param name="box">The box.</param>
    /// <param name="scenarioFactor">The greatest factor of a scenario's prices, 1 at least.</param>
    public abstract double Amount(MarkBox box, double scenarioFactor);

    /// <summary>What a unit of the last of 8 places of its price is worth; 0 where its price is not rounded.</summary>
    public virtual double RoundedSize => 0;
}
