using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Coverage;

/// <summary>A pool's marks today and in every scenario, at the same moment: prices move at once and no time passes, so options lose none.</summary>
public sealed class ScenarioMarks
{
    private readonly MarkSet[] shocked;

    private ScenarioMarks(MarkSet today, JointScenarios scenarios, MarkSet[] shocked)
    {
        Today = today;
        Scenarios = scenarios;
        this.shocked = shocked;
    }

    /// <summary>The marks as they are.</summary>
    public MarkSet Today { get; }

    /// <summary>What moves them.</summary>
    public JointScenarios Scenarios { get; }

    /// <summary>The marks of a scenario: <c>mark·factor</c> for every mark that the pool depends on. The factor counts to 15 significant digits.</summary>
    public MarkSet this[int scenario] => shocked[scenario];

    /// <summary>Moves a pool's marks.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="marks">Marks of the version the pool was resolved with.</param>
    /// <param name="scenarios">What moves them.</param>
    /// <param name="shocked">The marks; null when the result is false.</param>
    /// <param name="missing">The symbol without a mark or without moves; null when the result is true.</param>
    /// <returns>False when something the pool depends on is missing.</returns>
    /// <exception cref="OverflowException">A moved mark is beyond what a decimal holds.</exception>
    public static bool TryCreate(ResolvedPool pool, MarkSet marks, JointScenarios scenarios, out ScenarioMarks? shocked, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(scenarios);
        shocked = null;
        if (!PoolFactors.TryFind(pool, marks.Parameters, scenarios.Has, out var factors, out missing))
        {
            return false;
        }

        foreach (var symbol in pool.Symbols)
        {
            if (marks.Find(symbol) is null)
            {
                missing = marks.Parameters.Symbols[symbol];
                return false;
            }
        }

        var sets = new MarkSet[scenarios.Count];
        var moved = new KeyValuePair<int, decimal>[factors!.Factors.Length];
        for (var scenario = 0; scenario < sets.Length; scenario++)
        {
            for (var n = 0; n < moved.Length; n++)
            {
                var (symbol, name) = factors.Factors[n];
                moved[n] = new(symbol, marks.Find(symbol)!.Value * (decimal)scenarios.FactorsOf(name)[scenario]);
            }

            sets[scenario] = marks.With(moved);
        }

        shocked = new ScenarioMarks(marks, scenarios, sets);
        return true;
    }
}
