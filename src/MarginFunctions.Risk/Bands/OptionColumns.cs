using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>The worlds that one option is valued in: today in column 0, then scenarios. What differs between them is data, so that all are one batch.</summary>
internal sealed class OptionColumns
{
    private readonly double[] multiples;
    private readonly VolatilityRange? range;
    private readonly double scale;

    private OptionColumns(double[] factors, double[] times, double[] coins, double[] multiples, VolatilityRange? range, double scale)
    {
        Factors = factors;
        RootTimes = [.. times.Select(Math.Sqrt)];
        Times = times;
        Coins = coins;
        this.multiples = multiples;
        this.range = range;
        this.scale = scale;
    }

    /// <summary>How many there are.</summary>
    public int Count => Factors.Length;

    /// <summary>What the forward is multiplied by.</summary>
    public double[] Factors { get; }

    /// <summary>Years to expiry.</summary>
    public double[] Times { get; }

    /// <summary>Their square roots.</summary>
    public double[] RootTimes { get; }

    /// <summary>What the value is multiplied by: 1, or the quotient of today's price and the scenario's when coin counts at today's.</summary>
    public double[] Coins { get; }

    /// <summary>Today alone.</summary>
    public static OptionColumns Today(double years) => new([1], [years], [1], [0], range: null, scale: 0);

    /// <summary>Today and a model's scenarios, as <see cref="OptionRows"/> has them.</summary>
    public static OptionColumns Of(PortfolioMarginModel model, UnderlyingMoves moves, double years, bool isInCoin) => new(
        [1, .. moves.Forwards],
        [years, .. model.Scenarios.Select(s => Math.Max(0, years - (double)s.Days / 365))],
        [1, .. moves.Forwards.Select(f => isInCoin ? 1 / f : 1)],
        [0, .. model.Scenarios.Select(s => (double)s.Volatility)],
        model.Volatility,
        model.Volatility.Scale(years));

    /// <summary>The volatility of a column.</summary>
    public double Move(int column, double volatility) => range?.Move(volatility, scale, multiples[column]) ?? volatility;

    /// <summary>The range of <c>dσ_j/dσ</c> while the volatility is in an interval: the moved volatility is a straight line held at a floor, or at 0.</summary>
    public (double Least, double Most) MoveSlope(int column, double low, double high)
    {
        if (range is null || multiples[column] == 0)
        {
            return (1, 1);
        }

        var multiple = multiples[column];
        var move = multiple * (double)(multiple > 0 ? range.Up : range.Down) * scale;
        var slope = range.Unit == VolatilityUnit.Relative ? Math.Max(0, 1 + move) : 1;
        var isHeld = range.Move(low, scale, multiple) <= (multiple > 0 ? (double)range.UpFloor : 0);
        return (isHeld ? 0 : slope, slope);
    }
}
