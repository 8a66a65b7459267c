using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>What each position and each holding of a pool gains in every scenario, in account currency.</summary>
/// <remarks>
/// Each part is assessed alone by <see cref="PoolAssessor"/>, today and at the scenario's marks; the gain is the difference of its unrounded equity, collateral after haircuts and
/// caps. Equity is a sum over parts, so the gains sum to the pool's. The account currency and isolated margin in it have no part: no price moves them.
/// </remarks>
public sealed class PoolProfits
{
    private PoolProfits(JointScenarios scenarios, IReadOnlyList<PoolItem> items, PositionProfits profits)
    {
        Scenarios = scenarios;
        Items = items;
        Profits = profits;
    }

    /// <summary>The scenarios.</summary>
    public JointScenarios Scenarios { get; }

    /// <summary>Perpetuals and futures, then options, each in portfolio order, then collateral.</summary>
    public IReadOnlyList<PoolItem> Items { get; }

    /// <summary>One row an item, one column a scenario.</summary>
    public PositionProfits Profits { get; }

    /// <summary>The gains of positions alone, as if collateral kept today's value: one a scenario.</summary>
    public double[] WithCollateralHeld()
    {
        var sums = new double[Scenarios.Count];
        for (var item = 0; item < Items.Count && Items[item].Kind == PoolItemKind.Position; item++)
        {
            var row = Profits[item];
            for (var n = 0; n < sums.Length; n++)
            {
                sums[n] += row[n];
            }
        }

        return sums;
    }

    /// <summary>Revalues a pool.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="marks">Its marks today and in scenarios.</param>
    /// <param name="profits">The gains; null when the result is false.</param>
    /// <param name="missing">The symbol without a mark or moves, or the name without parameters; null when the result is true.</param>
    /// <returns>False when something the pool depends on is missing.</returns>
    /// <exception cref="OverflowException">An amount is beyond what a decimal holds.</exception>
    public static bool TryRevalue(ResolvedPool pool, ScenarioMarks marks, out PoolProfits? profits, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        profits = null;
        missing = pool.UnknownName;
        if (missing is not null || !marks.Cover(pool, out missing))
        {
            return false;
        }

        var parts = PartsOf(pool).ToList();
        var scenarios = marks.Scenarios.Count;
        var gains = new double[parts.Count * scenarios];
        for (var n = 0; n < parts.Count; n++)
        {
            if (!TryEquity(parts[n].Pool, marks.Today, out var today, out missing))
            {
                return false;
            }

            for (var scenario = 0; scenario < scenarios; scenario++)
            {
                if (!TryEquity(parts[n].Pool, marks[scenario], out var then, out missing))
                {
                    return false;
                }

                gains[n * scenarios + scenario] = (double)(then - today);
            }
        }

        profits = new PoolProfits(marks.Scenarios, [.. parts.Select(p => p.Item)], new PositionProfits(gains, parts.Count, scenarios));
        missing = null;
        return true;
    }

    private static bool TryEquity(ResolvedPool part, MarkSet marks, out decimal equity, out string? missing)
    {
        var isAssessed = PoolAssessor.TryAssessExactly(part, marks, out var exact, out missing);
        equity = exact.Equity;
        return isAssessed;
    }

    private static IEnumerable<(PoolItem Item, ResolvedPool Pool)> PartsOf(ResolvedPool pool)
    {
        foreach (var position in pool.PositionArray)
        {
            yield return (new PoolItem(PoolItemKind.Position, position.Instrument.Symbol), Part(pool, [position], [], []));
        }

        foreach (var option in pool.OptionArray)
        {
            yield return (new PoolItem(PoolItemKind.Position, option.Contract.Symbol), Part(pool, [], [option], []));
        }

        foreach (var holding in pool.CollateralArray)
        {
            yield return (new PoolItem(PoolItemKind.Collateral, holding.Schedule?.Asset ?? SettlementAssetOf(pool)), Part(pool, [], [], [holding]));
        }
    }

    // Equity does not depend on the mode; the standard one finds no scenarios that nobody asks for.
    private static ResolvedPool Part(ResolvedPool pool, ResolvedPosition[] positions, ResolvedOption[] options, ResolvedCollateral[] collateral) =>
        new(pool.Key, AccountMode.Standard, 0, 0, positions, options, collateral, null);

    // Only an isolated position has collateral without a schedule: its own margin.
    private static string SettlementAssetOf(ResolvedPool pool) =>
        pool.PositionArray.Length > 0 ? pool.PositionArray[0].Instrument.SettlementAsset : pool.OptionArray[0].Contract.SettlementAsset;
}
