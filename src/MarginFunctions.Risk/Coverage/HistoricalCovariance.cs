using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>The covariance of logarithmic returns over a horizon, from a history.</summary>
public static class HistoricalCovariance
{
    /// <summary>
    /// <c>k·(1/n)·Σₜ rᵢ(t)·rⱼ(t)</c> over the <c>n</c> returns of one step, mean zero, <c>k</c> the steps in the horizon: covariance grows with time when steps are
    /// independent. Factored for drawing.
    /// </summary>
    /// <param name="history">The history.</param>
    /// <param name="names">The symbols, at least one; the history has all of them at every moment.</param>
    /// <param name="horizon">A whole number of the history's steps.</param>
    /// <exception cref="ArgumentException">A gap, or returns that are a combination of the others' or zero throughout; the message names the symbol.</exception>
    public static CholeskyFactor Factor(JointHistory history, IReadOnlyList<string> names, Horizon horizon)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfLessThan(names.Count, 1);
        var steps = history.StepsIn(horizon);
        var returns = names.Select(name => JointScenarios.LogReturns(history.PricesOf(name))).ToArray();
        var matrix = new double[names.Count * names.Count];
        for (var row = 0; row < names.Count; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = 0.0;
                for (var n = 0; n < returns[row].Length; n++)
                {
                    sum += returns[row][n] * returns[column][n];
                }

                matrix[row * names.Count + column] = matrix[column * names.Count + row] = steps * (sum / returns[row].Length);
            }
        }

        return Factored(matrix, names);
    }

    private static CholeskyFactor Factored(double[] matrix, IReadOnlyList<string> names)
    {
        // The first leading block that is not positive definite belongs to the symbol that is no news beside those before it.
        for (var size = 1; size < names.Count; size++)
        {
            Factored(matrix, names, size);
        }

        return Factored(matrix, names, names.Count);
    }

    private static CholeskyFactor Factored(double[] matrix, IReadOnlyList<string> names, int size)
    {
        var block = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            matrix.AsSpan(row * names.Count, size).CopyTo(block.AsSpan(row * size));
        }

        try
        {
            return CholeskyFactor.Of(block, size);
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"Returns of {names[size - 1]} are zero or follow from those of the symbols before it: {problem.Message}", nameof(names), problem);
        }
    }
}
