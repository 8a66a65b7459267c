using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Stress;

namespace MarginFunctions.Local.Calc;

/// <summary>Margins accounts with the engine's own risk core, without queues, state or time.</summary>
internal static class Calculator
{
    /// <exception cref="InvalidDataException">The history of the question cannot answer it.</exception>
    public static CalcResult Run(CalcDocument document, RiskQuestion? question = null, bool showScenarios = false)
    {
        var risk = question is null ? null : new RiskCalculator(question, document);
        return new CalcResult(
            document.Parameters.Version,
            document.Parameters.AccountCurrency,
            [.. document.Accounts.Select(a => new CalcAccountResult(
                a.AccountId, [.. ResolvedPortfolio.Resolve(a.Portfolio, document.Parameters).Pools.Select(p => Assess(p, document.Parameters, document.Marks, showScenarios, () => risk?.Run(a, p)))]))],
            risk?.Settings);
    }

    private static CalcPoolResult Assess(ResolvedPool pool, RiskParameters parameters, MarkSet marks, bool showScenarios, Func<CalcRiskResult?> risk)
    {
        if (!PoolAssessor.TryAssess(pool, marks, out var margin, out var missing))
        {
            return new CalcPoolResult(pool.Key, missing);
        }

        var stress = StressTest.Run(pool, marks);
        var trouble = TroublePrices.FindAll(pool, marks);
        PortfolioRequirement? portfolio = null;
        if (pool.Mode == AccountMode.Portfolio)
        {
            PortfolioMargin.TryAssess(pool, marks, parameters.PortfolioMargin!, out portfolio, out _);
        }

        return new CalcPoolResult(
            pool.Key,
            Missing: null,
            MarginLifecycle.StatusWithoutPast(margin, parameters.Levels),
            margin.Equity,
            margin.Initial,
            margin.Maintenance,
            margin.MarginRatio,
            PoolAssessor.CollateralValue(pool, marks),
            stress.CoverageRatio,
            stress.Scenario,
            stress.Loss,
            margin.Shortfall,
            margin.Deficit,
            [.. pool.Positions.Select((position, place) => Position(position, trouble[place], marks))],
            pool.Options.Count == 0 ? null : [.. pool.Options.Select(option => Option(option, marks))],
            portfolio is null ? null : portfolio with { Underlyings = [.. portfolio.Underlyings.Select(u => u with { Losses = [] })] },
            showScenarios && portfolio is not null ? Table(portfolio, parameters.PortfolioMargin!) : null,
            risk());
    }

    private static IReadOnlyList<CalcScenarioRow> Table(PortfolioRequirement requirement, PortfolioMarginModel model) =>
        [.. model.Scenarios.Select((scenario, j) => new CalcScenarioRow(scenario.Name, requirement.Underlyings.ToDictionary(u => u.Underlying, u => u.Losses[j], StringComparer.Ordinal)))];

    private static CalcOptionResult Option(ResolvedOption option, MarkSet marks)
    {
        var (forward, volatility) = (marks.Find(option.Forward)!.Value, marks.Find(option.Volatility)!.Value);
        marks.TryPrice(option, out var price, out _);
        var (value, initial, maintenance) = option.Assess(forward, price);
        var contract = option.Contract;
        var unit = Black76.Evaluate((double)forward, (double)contract.Strike, (double)volatility, contract.YearsFrom(marks.At!.Value), contract.Type == OptionType.Call);
        var exposure = (double)option.Exposure;
        return new CalcOptionResult(
            contract.Symbol,
            option.Position.Quantity,
            forward,
            volatility,
            price,
            MoneyRounding.RoundDownEquity(value),
            MoneyRounding.RoundUpRequirement(initial),
            MoneyRounding.RoundUpRequirement(maintenance),
            exposure * unit.Delta,
            exposure * unit.Gamma,
            exposure * unit.Vega,
            exposure * unit.Theta);
    }

    private static CalcPositionResult Position(ResolvedPosition position, TroublePrices trouble, MarkSet marks)
    {
        var mark = marks.Find(position.Symbol)!.Value;
        var notional = position.Notional(mark);
        return new CalcPositionResult(
            position.Instrument.Symbol,
            position.Position.Quantity,
            mark,
            MoneyRounding.RoundUpRequirement(notional),
            MoneyRounding.RoundDownEquity(position.Profit(mark)),
            MoneyRounding.RoundUpRequirement(position.Instrument.Tiers.Initial(notional)),
            MoneyRounding.RoundUpRequirement(position.Instrument.Tiers.Maintenance(notional)),
            trouble.Liquidation,
            trouble.Bankruptcy);
    }
}
