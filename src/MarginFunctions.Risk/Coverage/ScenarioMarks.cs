using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Coverage;

/// <summary>Marks today and in every scenario, all of the same moment: prices move at once and no time passes, so options lose none. For any number of pools.</summary>
public sealed class ScenarioMarks
{
    private readonly MarkSet[] moved;

    /// <summary>Moves every mark of which there are moves to <c>mark·factor</c>; the factor counts to 15 significant digits.</summary>
    /// <param name="today">The marks as they are.</param>
    /// <param name="scenarios">What moves them.</param>
    /// <exception cref="OverflowException">A moved mark is beyond what a decimal holds.</exception>
    public ScenarioMarks(MarkSet today, JointScenarios scenarios)
    {
        ArgumentNullException.ThrowIfNull(today);
        ArgumentNullException.ThrowIfNull(scenarios);
        Today = today;
        Scenarios = scenarios;
        string?[] sources = [.. Enumerable.Range(0, today.Parameters.Symbols.Count).Select(symbol => MarkSources.Find(today.Parameters, symbol, scenarios.Has))];
        moved = [.. Enumerable.Range(0, scenarios.Count)
            .Select(scenario => today.Move(symbol => sources[symbol] is { } source ? (decimal)scenarios.FactorsOf(source)[scenario] : 1))];
    }

    /// <summary>The marks as they are.</summary>
    public MarkSet Today { get; }

    /// <summary>What moves them.</summary>
    public JointScenarios Scenarios { get; }

    /// <summary>The marks of a scenario.</summary>
    public MarkSet this[int scenario] => moved[scenario];

    /// <summary>Whether there is a mark, and moves of it, for everything that a pool depends on; a volatility needs none.</summary>
    /// <param name="pool">A pool of the marks' parameter version.</param>
    /// <param name="missing">The symbol without a mark or without moves; null when the result is true.</param>
    public bool Cover(ResolvedPool pool, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        foreach (var symbol in pool.Symbols)
        {
            if (Today.Find(symbol) is null)
            {
                missing = Today.Parameters.Symbols[symbol];
                return false;
            }
        }

        return MarkSources.TryFindAll(pool, Today.Parameters, Scenarios.Has, out _, out missing);
    }
}
