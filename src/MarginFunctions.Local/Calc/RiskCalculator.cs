using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Calc;

/// <summary>Answers a <see cref="RiskQuestion"/> for the pools of a document.</summary>
internal sealed class RiskCalculator
{
    private readonly RiskQuestion question;
    private readonly RiskParameters parameters;
    private readonly RiskScenarios scenarios;

    /// <exception cref="InvalidDataException">The history cannot answer the question; the message names the file and the symbol or the setting.</exception>
    public RiskCalculator(RiskQuestion question, CalcDocument document)
    {
        this.question = question;
        parameters = document.Parameters;
        if (question.Asset is { } asset && parameters.FindCollateral(asset) is null)
        {
            throw new InvalidDataException($"--asset = {asset} is not collateral of parameters {parameters.Version}.");
        }

        scenarios = Usable(() => new RiskScenarios(question, document.Marks, document.Accounts.SelectMany(a => ResolvedPortfolio.Resolve(a.Portfolio, parameters).Pools)));
    }

    /// <summary>The settings that the answers are given for.</summary>
    public CalcRiskSettings Settings => new(
        question.Model,
        question.Level.Value,
        question.Horizon.Days,
        question.History.At(0),
        question.History.At(question.History.Count - 1),
        question.Model == RiskModel.MonteCarlo ? null : question.Returns,
        question.CallProbability.Value);

    /// <summary>The risk of one pool.</summary>
    /// <exception cref="InvalidDataException">The history cannot answer the question.</exception>
    public CalcRiskResult Run(CalcAccount account, ResolvedPool pool)
    {
        try
        {
            return Assess(account.Portfolio, pool);
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"{account.AccountId} {pool.Key}: amounts are too large in a scenario of {question.Source}.");
        }
    }

    private CalcRiskResult Assess(Portfolio portfolio, ResolvedPool pool)
    {
        var (marks, tail, advisor) = Usable(() =>
        {
            var drawn = scenarios.For(pool);
            var measure = TailOf(drawn.Scenarios.Count);
            return (drawn, measure, new CoverageAdvisor(question.CallProbability, ScenarioWeights.Of(measure)));
        });
        if (!PoolProfits.TryRevalue(pool, marks, out var profits, out var missing))
        {
            return new CalcRiskResult(missing);
        }

        var risk = question.Model == RiskModel.Normal ? PoolRisk.Normal(profits!, question.Level) : PoolRisk.Of(profits!, tail);
        var items = profits!.Items.Zip(risk.Contributions.Positions).ToList();
        return new CalcRiskResult(
            Missing: null,
            marks.Scenarios.Count,
            Money(risk.Measure.ValueAtRisk),
            Money(risk.Measure.ExpectedShortfall),
            new CalcTailResult(Money(risk.CollateralHeld.ValueAtRisk), Money(risk.CollateralHeld.ExpectedShortfall)),
            Money(risk.WrongWay),
            [.. items.Where(i => i.First.Kind == PoolItemKind.Position).Select(i => Contribution(i.First.Name, asset: null, i.Second))],
            [.. items.Where(i => i.First.Kind == PoolItemKind.Collateral).Select(i => Contribution(instrument: null, i.First.Name, i.Second))],
            [.. risk.Contributions.Evidence.Select(e => new CalcTailScenario(
                Scenario(marks.Scenarios, e.Scenario), Money(0 - e.Profit), Weight(e.ValueAtRiskWeight), Weight(e.ExpectedShortfallWeight)))],
            Advise(PoolTopUp.Of(portfolio, parameters, pool.Key), marks, advisor));
    }

    private ScenarioTail TailOf(int count) => question.Model == RiskModel.AgeWeighted
        ? new AgeWeightedTail(question.Level, question.WeightDecay, AgeWeightedRule.IndexAbove, count)
        : new HistoricalTail(question.Level, question.Quantile, count);

    private List<CalcAdviceResult> Advise(PoolTopUp topUp, ScenarioMarks marks, CoverageAdvisor advisor)
    {
        var assets = topUp.Key == ResolvedPool.CrossKey && question.Asset is { } other && other != topUp.Asset ? new[] { topUp.Asset, other } : [topUp.Asset];
        return [.. assets.Select(asset => advisor.TryAdvise(topUp, asset, marks, out var advice, out var missing)
            ? new CalcAdviceResult(
                asset,
                Missing: null,
                advice!.Amount,
                advice.ProbabilityNow,
                advice.ProbabilityWith,
                [.. advice.Deciding.Select(s => Scenario(marks.Scenarios, s))])
            : new CalcAdviceResult(asset, missing))];
    }

    private T Usable<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (ArgumentException problem)
        {
            // An argument exception's text ends with the parameter's name, which means nothing to who gave a file.
            throw new InvalidDataException($"{question.Source} cannot be used: {problem.Message.Split(" (Parameter", 2)[0]}", problem);
        }
    }

    private static CalcContribution Contribution(string? instrument, string? asset, PositionContribution part) => new(
        instrument,
        asset,
        Money(part.ComponentValueAtRisk),
        Money(part.ComponentExpectedShortfall),
        Money(part.IncrementalValueAtRisk),
        Money(part.IncrementalExpectedShortfall));

    private static CalcScenario Scenario(JointScenarios scenarios, int number) => new(number, scenarios.PeriodOf(number)?.From, scenarios.PeriodOf(number)?.To);

    // A loss rounds up, a gain down: both are against the account.
    private static decimal Money(double amount) => MoneyRounding.RoundUpRequirement((decimal)amount);

    private static decimal Weight(double weight) => decimal.Round((decimal)weight, 12);
}
