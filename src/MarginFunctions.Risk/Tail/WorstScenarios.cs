namespace MarginFunctions.Risk.Tail;

/// <summary>Finds the smallest profits of a sample without sorting all of it.</summary>
internal static class WorstScenarios
{
    private const int OnStack = 256;

    /// <summary>The smallest profits in ascending order; a zero may come with another sign. Allocates nothing for up to 256.</summary>
    /// <param name="profits">Finite profits.</param>
    /// <param name="values">Receives the smallest, as many as it is long, at most as many as there are profits.</param>
    /// <exception cref="ArgumentException">A profit is not finite; the message names the scenario.</exception>
    public static void SelectValues(ReadOnlySpan<double> profits, Span<double> values)
    {
        if (!WorstFew.TrySelect(profits, values))
        {
            Select(profits, values, values.Length <= OnStack ? stackalloc int[values.Length] : new int[values.Length]);
        }
    }

    /// <summary>The same with where they stand; among equal profits the lower scenario comes first.</summary>
    /// <remarks>A bounded heap: one comparison for most scenarios when few are asked for, and no worse than a sort when all are.</remarks>
    /// <param name="profits">Finite profits.</param>
    /// <param name="values">Receives the smallest, as many as it is long, at most as many as there are profits.</param>
    /// <param name="scenarios">Receives their places, as long as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A profit is not finite; the message names the scenario.</exception>
    public static void Select(ReadOnlySpan<double> profits, Span<double> values, Span<int> scenarios)
    {
        var count = values.Length;
        for (var n = 0; n < count; n++)
        {
            ThrowIfNotFinite(profits, n);
            values[n] = profits[n];
            scenarios[n] = n;
        }

        for (var n = count / 2 - 1; n >= 0; n--)
        {
            SiftDown(values, scenarios, n, count);
        }

        for (var n = count; n < profits.Length; n++)
        {
            ThrowIfNotFinite(profits, n);
            if (profits[n] < values[0])
            {
                values[0] = profits[n];
                scenarios[0] = n;
                SiftDown(values, scenarios, 0, count);
            }
        }

        for (var end = count - 1; end > 0; end--)
        {
            (values[0], values[end]) = (values[end], values[0]);
            (scenarios[0], scenarios[end]) = (scenarios[end], scenarios[0]);
            SiftDown(values, scenarios, 0, end);
        }
    }

    private static void SiftDown(Span<double> values, Span<int> scenarios, int parent, int count)
    {
        var (value, scenario) = (values[parent], scenarios[parent]);
        for (var child = 2 * parent + 1; child < count; child = 2 * parent + 1)
        {
            if (child + 1 < count && IsAfter(values[child + 1], scenarios[child + 1], values[child], scenarios[child]))
            {
                child++;
            }

            if (!IsAfter(values[child], scenarios[child], value, scenario))
            {
                break;
            }

            values[parent] = values[child];
            scenarios[parent] = scenarios[child];
            parent = child;
        }

        values[parent] = value;
        scenarios[parent] = scenario;
    }

    private static bool IsAfter(double value, int scenario, double otherValue, int otherScenario) =>
        value > otherValue || (value == otherValue && scenario > otherScenario);

    private static void ThrowIfNotFinite(ReadOnlySpan<double> profits, int scenario)
    {
        if (!double.IsFinite(profits[scenario]))
        {
            Refuse(scenario, profits[scenario]);
        }
    }

    private static void Refuse(int scenario, double profit) =>
        throw new ArgumentException($"Scenario {scenario} has profit {profit}; a profit is a finite number.", nameof(profit));
}
