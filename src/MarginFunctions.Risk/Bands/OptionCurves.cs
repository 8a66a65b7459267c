using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Options;

namespace MarginFunctions.Risk.Bands;

/// <summary>One unit of an option in every column over a box: its value as a function of the forward at today's volatility, and the range of its slope by volatility over the whole box.</summary>
/// <remarks>
/// <para>
/// <b>Forward.</b> Black's value is convex in the forward at any volatility and time, also at expiry. So with the values and deltas at today's forward and at both ends, which are exact, a side is
/// <see cref="SideChange.Convex"/>. In a scenario the forward is multiplied by <c>f</c>, and its delta counts <c>f</c> times.
/// </para>
/// <para>
/// <b>Volatility.</b> <c>∂V/∂σ = F·√T·n(d1)</c> with <c>d1 = m/s + s/2</c>, <c>m = ln(F/K)</c>, <c>s = σ·√T</c>. <c>d1</c> rises with <c>F</c>; by <c>s</c> it is rising for <c>m ≤ 0</c> and convex for <c>m &gt; 0</c>
/// with its minimum <c>√(2m)</c> at <c>s = √(2m)</c>. So over a box its greatest value is at a corner with the highest forward, and its least at a corner with the lowest or at that point; and
/// <c>n</c> is greatest nearest 0.
/// </para>
/// </remarks>
internal sealed class OptionCurves
{
    // d1 of total volatilities below this is as good as infinite, and a quotient by it is a number.
    private const double LeastTotal = 1e-250;

    private readonly OptionColumns columns;
    private readonly int forward;
    private readonly int volatility;
    private readonly double strike;
    private readonly bool isCall;
    private readonly double[] logFactors;
    private readonly double[] scratch;
    private readonly bool[] calls;
    private readonly double[] values;
    private readonly double[] deltas;
    private readonly double[] endValues;
    private readonly double[] endDeltas;
    private readonly SideChange[] down;
    private readonly SideChange[] up;
    private readonly double[] leastVega;
    private readonly double[] mostVega;
    private (double ForwardLow, double ForwardHigh, double VolatilityLow, double VolatilityHigh) known;

    /// <summary>An option at today's marks.</summary>
    /// <param name="columns">The worlds it is valued in.</param>
    /// <param name="forward">Its forward's place in the box.</param>
    /// <param name="volatility">Its volatility's.</param>
    /// <param name="strike">Positive.</param>
    /// <param name="isCall">True for a call.</param>
    /// <param name="box">For today's marks.</param>
    public OptionCurves(OptionColumns columns, int forward, int volatility, double strike, bool isCall, MarkBox box)
    {
        this.columns = columns;
        this.forward = forward;
        this.volatility = volatility;
        this.strike = strike;
        this.isCall = isCall;
        var count = columns.Count;
        logFactors = [.. columns.Factors.Select(f => Logarithm.Of(OneLane.Of(f)).Number)];
        scratch = new double[7 * count];
        calls = new bool[count];
        Array.Fill(calls, isCall);
        (values, deltas, endValues, endDeltas) = (new double[count], new double[count], new double[count], new double[count]);
        (down, up) = (new SideChange[count], new SideChange[count]);
        (leastVega, mostVega) = (new double[count], new double[count]);
        scratch.AsSpan(count, count).Fill(strike);
        for (var j = 0; j < count; j++)
        {
            scratch[2 * count + j] = columns.Move(j, box.Today[volatility]);
            scratch[3 * count + j] = columns.Times[j];
        }

        Evaluate(box.Today[forward], values, deltas);
    }

    /// <summary>Today's value and delta.</summary>
    public (double Value, double Delta) Now => (values[0], deltas[0]);

    /// <summary>Value and delta in column 0 at the low end and at the high end.</summary>
    public (double Value, double Delta) AtLow { get; private set; }

    /// <summary>See <see cref="AtLow"/>.</summary>
    public (double Value, double Delta) AtHigh { get; private set; }

    /// <summary>The range of today's delta over the box.</summary>
    public (double Least, double Most) Delta { get; private set; }

    /// <summary>The value of a column from today to the low end.</summary>
    public ref readonly SideChange Down(int column) => ref down[column];

    /// <summary>The value of a column from today to the high end.</summary>
    public ref readonly SideChange Up(int column) => ref up[column];

    /// <summary>The range of a column's slope by the volatility's mark.</summary>
    public (double Least, double Most) Vega(int column) => (leastVega[column], mostVega[column]);

    /// <summary>Works out everything over a box.</summary>
    public void Update(MarkBox box)
    {
        var next = (ForwardLow: box.Low[forward], ForwardHigh: box.High[forward], VolatilityLow: box.Low[volatility], VolatilityHigh: box.High[volatility]);
        if (next == known)
        {
            return;
        }

        if (next.ForwardLow != known.ForwardLow)
        {
            AtLow = FillSide(down, box.Today[forward], next.ForwardLow);
        }

        if (next.ForwardHigh != known.ForwardHigh)
        {
            AtHigh = FillSide(up, box.Today[forward], next.ForwardHigh);
        }

        FillVegas(next.ForwardLow, next.ForwardHigh, next.VolatilityLow, next.VolatilityHigh);
        known = next;
    }

    private (double Value, double Delta) FillSide(SideChange[] side, double today, double end)
    {
        Evaluate(end, endValues, endDeltas);
        for (var j = 0; j < side.Length; j++)
        {
            var (way, coin) = ((end - today) * columns.Factors[j] * columns.Coins[j], columns.Coins[j]);
            side[j] = SideChange.Convex((endValues[j] - values[j]) * coin, way * deltas[j], way * endDeltas[j]);
        }

        return (endValues[0], endDeltas[0]);
    }

    private void Evaluate(double price, Span<double> toValues, Span<double> toDeltas)
    {
        var count = columns.Count;
        var inputs = scratch.AsSpan(0, 4 * count);
        var others = scratch.AsSpan(4 * count);
        for (var j = 0; j < count; j++)
        {
            inputs[j] = price * columns.Factors[j];
        }

        Black76.Evaluate(
            new OptionBatch(inputs[..count], inputs[count..(2 * count)], inputs[(2 * count)..(3 * count)], inputs[(3 * count)..], calls),
            new OptionValuesBatch(toValues, toDeltas, others[..count], others[count..(2 * count)], others[(2 * count)..]));
    }

    private void FillVegas(double forwardLow, double forwardHigh, double volatilityLow, double volatilityHigh)
    {
        var (logLow, logHigh) = (LogRatio(forwardLow), LogRatio(forwardHigh));
        for (var j = 0; j < columns.Count; j++)
        {
            var root = columns.RootTimes[j];
            var (totalLow, totalHigh) = (Math.Max(LeastTotal, columns.Move(j, volatilityLow) * root), Math.Max(LeastTotal, columns.Move(j, volatilityHigh) * root));
            var most = Math.Max(D1(logHigh + logFactors[j], totalLow), D1(logHigh + logFactors[j], totalHigh));
            var least = LeastD1(logLow + logFactors[j], totalLow, totalHigh);
            if (j == 0)
            {
                var put = isCall ? 0 : 1;
                Delta = (NormalDistribution.Of(OneLane.Of(least)).Number - put, NormalDistribution.Of(OneLane.Of(most)).Number - put);
            }

            var (leastSlope, mostSlope) = columns.MoveSlope(j, volatilityLow, volatilityHigh);
            var unit = columns.Factors[j] * columns.Coins[j] * root;
            leastVega[j] = leastSlope == 0 ? 0 : forwardLow * unit * leastSlope * Density(Math.Max(Math.Abs(least), Math.Abs(most)));
            mostVega[j] = mostSlope == 0 ? 0 : forwardHigh * unit * mostSlope * Density(least <= 0 && most >= 0 ? 0 : Math.Min(Math.Abs(least), Math.Abs(most)));
        }
    }

    private static double LeastD1(double log, double totalLow, double totalHigh)
    {
        var corners = Math.Min(D1(log, totalLow), D1(log, totalHigh));
        var turn = log > 0 ? Math.Sqrt(2 * log) : 0;
        return totalLow < turn && turn < totalHigh ? Math.Min(corners, turn) : corners;
    }

    private static double D1(double log, double total) => log / total + total / 2;

    private double LogRatio(double price) => Logarithm.OfRatio(OneLane.Of(price), OneLane.Of(strike)).Number;

    private static double Density(double x) => NormalDistribution.Density(OneLane.Of(x)).Number;
}
