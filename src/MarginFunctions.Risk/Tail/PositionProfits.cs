namespace MarginFunctions.Risk.Tail;

/// <summary>Profits of positions in joint scenarios: one row a position, one column a scenario, a loss negative.</summary>
public sealed class PositionProfits
{
    private readonly double[] profits;

    /// <summary>Takes the matrix.</summary>
    /// <param name="profits">Row by row, all scenarios of the first position first; finite.</param>
    /// <param name="positions">Rows; none is an empty portfolio.</param>
    /// <param name="scenarios">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">Another number of profits than positions × scenarios, or a profit that is not finite; the message names position and scenario.</exception>
    public PositionProfits(ReadOnlySpan<double> profits, int positions, int scenarios)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positions);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        if (profits.Length != (long)positions * scenarios)
        {
            throw new ArgumentException($"{profits.Length} profits were given for {positions} positions in {scenarios} scenarios.", nameof(profits));
        }

        for (var n = 0; n < profits.Length; n++)
        {
            if (!double.IsFinite(profits[n]))
            {
                throw new ArgumentException($"Position {n / scenarios} has profit {profits[n]} in scenario {n % scenarios}; a profit is a finite number.", nameof(profits));
            }
        }

        this.profits = profits.ToArray();
        Positions = positions;
        Scenarios = scenarios;
    }

    /// <summary>Rows.</summary>
    public int Positions { get; }

    /// <summary>Columns.</summary>
    public int Scenarios { get; }

    /// <summary>A position's profits, one a scenario.</summary>
    public ReadOnlySpan<double> this[int position] => profits.AsSpan(position * Scenarios, Scenarios);

    /// <summary>The portfolio's profits: in every scenario the sum over positions, first to last.</summary>
    public double[] Portfolio() => SumWithout(-1);

    /// <summary>The profits of all positions but one, summed anew in the same order.</summary>
    internal double[] SumWithout(int left)
    {
        var sums = new double[Scenarios];
        for (var position = 0; position < Positions; position++)
        {
            if (position != left)
            {
                var row = this[position];
                for (var n = 0; n < sums.Length; n++)
                {
                    sums[n] += row[n];
                }
            }
        }

        return sums;
    }
}
