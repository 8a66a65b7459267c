namespace MarginFunctions.Risk.Bands;

/// <summary>A sum of functions of the marks of a box, as it is added up, and how far it can be from today's value anywhere inside.</summary>
/// <remarks>
/// From today to any point of the box, prices go first, then volatilities. While volatilities are today's, every term depends on one price alone, so the sum's change is one sum a price (<see cref="SideChange"/>).
/// After that, each volatility changes it by its move times a slope that lies within the sum of the terms' slopes over the box (mean value).
/// </remarks>
internal sealed class BoxSums(MarkBox box)
{
    private readonly Side[] down = new Side[box.Count];
    private readonly Side[] up = new Side[box.Count];
    private readonly double[] leastSlope = new double[box.Count];
    private readonly double[] mostSlope = new double[box.Count];

    /// <summary>The box.</summary>
    public MarkBox Box => box;

    /// <summary>Starts a new sum.</summary>
    public void Clear()
    {
        Array.Clear(down);
        Array.Clear(up);
        Array.Clear(leastSlope);
        Array.Clear(mostSlope);
    }

    /// <summary>Adds a multiple of a function of one price.</summary>
    public void Add(int mark, double weight, in SideChange below, in SideChange above)
    {
        if (weight > 0)
        {
            down[mark].Add(weight, below);
            up[mark].Add(weight, above);
        }
        else if (weight != 0)
        {
            down[mark].Subtract(weight, below);
            up[mark].Subtract(weight, above);
        }
    }

    /// <summary>Adds a multiple of a price itself.</summary>
    public void AddPrice(int mark, double weight)
    {
        down[mark].AddLine(weight * (box.Low[mark] - box.Today[mark]));
        up[mark].AddLine(weight * (box.High[mark] - box.Today[mark]));
    }

    /// <summary>Adds a multiple of a function of a volatility, whose slope over the whole box lies between two numbers.</summary>
    public void AddSlope(int mark, double weight, double least, double most)
    {
        leastSlope[mark] += weight * (weight > 0 ? least : most);
        mostSlope[mark] += weight * (weight > 0 ? most : least);
    }

    /// <summary>The most that the sum can fall, not above 0, and rise, not below 0, inside the box.</summary>
    public (double Fall, double Rise) Total()
    {
        var (fall, rise) = (0d, 0d);
        for (var i = 0; i < down.Length; i++)
        {
            var (below, above) = (box.Today[i] - box.Low[i], box.High[i] - box.Today[i]);
            fall += Math.Min(down[i].Fall, up[i].Fall) + Math.Min(0, Math.Min(leastSlope[i] * above, -mostSlope[i] * below));
            rise += Math.Max(down[i].Rise, up[i].Rise) + Math.Max(0, Math.Max(mostSlope[i] * above, -leastSlope[i] * below));
        }

        return (fall, rise);
    }

    /// <summary><see cref="SideChange"/> of a sum.</summary>
    private struct Side
    {
        private double change;
        private double low;
        private double high;
        private double under;
        private double over;

        // Whichever of the two estimates is closer; both hold.
        public readonly double Fall => Math.Max(Math.Min(0, change) - under, Math.Min(0, low));

        public readonly double Rise => Math.Min(Math.Max(0, change) + over, Math.Max(0, high));

        public void Add(double weight, in SideChange part)
        {
            change += weight * part.Change;
            low += weight * part.Low;
            high += weight * part.High;
            under += weight * part.Under;
            over += weight * part.Over;
        }

        public void Subtract(double weight, in SideChange part)
        {
            change += weight * part.Change;
            low += weight * part.High;
            high += weight * part.Low;
            under -= weight * part.Over;
            over -= weight * part.Under;
        }

        public void AddLine(double part)
        {
            change += part;
            low += part;
            high += part;
        }
    }
}
