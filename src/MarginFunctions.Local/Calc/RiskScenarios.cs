using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Calc;

/// <summary>The scenarios of a question, with the marks in them.</summary>
/// <remarks>
/// Moves of the past are the same for every pool and are made once. Drawn moves depend on which symbols are drawn together: each pool gets those of its own symbols, so that its
/// figures are the same whatever else the document holds.
/// </remarks>
internal sealed class RiskScenarios
{
    private readonly RiskQuestion question;
    private readonly MarkSet marks;
    private readonly ScenarioMarks? shared;
    private (string Names, ScenarioMarks Marks)? drawn;

    /// <exception cref="ArgumentException">The history has a gap in a symbol that a pool depends on, or is too short.</exception>
    public RiskScenarios(RiskQuestion question, MarkSet marks, IEnumerable<ResolvedPool> pools)
    {
        this.question = question;
        this.marks = marks;
        if (question.Model != RiskModel.MonteCarlo)
        {
            var symbols = pools.SelectMany(p => p.Symbols).Concat(AssetSymbol(marks.Parameters, question)).Distinct();
            var names = symbols.Select(s => MarkSources.Find(marks.Parameters, s, question.History.Has)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            shared = new ScenarioMarks(marks, JointScenarios.FromHistory(question.History, names, question.Horizon, question.Returns, question.Filter));
        }
    }

    /// <summary>The scenarios for a pool and the asset that is asked about.</summary>
    public ScenarioMarks For(ResolvedPool pool)
    {
        if (shared is not null)
        {
            return shared;
        }

        var symbols = pool.Symbols.Concat(pool.Key == ResolvedPool.CrossKey ? AssetSymbol(marks.Parameters, question) : []);
        string[] names = [.. symbols.Select(s => MarkSources.Find(marks.Parameters, s, question.History.Has)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var key = string.Join(' ', names);
        if (drawn?.Names != key)
        {
            drawn = (key, new ScenarioMarks(marks, Draw(names)));
        }

        return drawn.Value.Marks;
    }

    private static IEnumerable<int> AssetSymbol(RiskParameters parameters, RiskQuestion question) =>
        question.Asset is { } asset && parameters.FindCollateral(asset)?.PriceSymbol is { } symbol ? [parameters.FindSymbol(symbol)!.Value] : [];

    private JointScenarios Draw(string[] names)
    {
        if (names.Length == 0)
        {
            return JointScenarios.OfNothing(question.Simulations, question.Horizon);
        }

        var factor = HistoricalCovariance.Factor(question.History, names, question.Horizon);
        var returns = question.DegreesOfFreedom is { } freedom ? JointReturns.StudentT(factor, question.Seed, freedom) : JointReturns.Normal(factor, question.Seed);
        return JointScenarios.Simulated(returns, names, question.Horizon, question.Simulations);
    }
}
