using System.Globalization;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Backtest;

/// <summary>The models that are rolled, in the order of reports.</summary>
internal sealed class ModelList
{
    private readonly ConfidenceLevel level;
    private readonly Dictionary<int, HistoricalTail> plain = [];
    private readonly Dictionary<int, AgeWeightedTail> aged = [];

    private ModelList(ConfidenceLevel level) => this.level = level;

    /// <summary>All models at a level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="portfolioMargin">The parameters' portfolio-margin model; without one, portfolio mode is not rolled.</param>
    public static IReadOnlyList<MarginModel> Create(ConfidenceLevel level, PortfolioMarginModel? portfolioMargin)
    {
        var tails = new ModelList(level);
        var percent = (level.Value * 100).ToString("0.##########", CultureInfo.InvariantCulture) + " %";
        return
        [
            new("tieredInitial", "Tiered initial", "Initial margin by the tiers of the parameters, summed over positions.", true, m => m.Exposures.Sum(e => e.Instrument.Tiers.Initial(Math.Abs(e.Notional)))),
            new("tieredMaintenance", "Tiered maintenance", "Maintenance margin by the same tiers.", true, m => m.Exposures.Sum(e => e.Instrument.Tiers.Maintenance(Math.Abs(e.Notional)))),
            new("historicalVar", "VaR", $"Historical value at risk at {percent}, equal weights.", true, m => Requirement(tails.Plain(m.Profits).ValueAtRisk)),
            new("historicalEs", "ES", $"Historical expected shortfall at {percent}, equal weights.", false, m => Requirement(tails.Plain(m.Profits).ExpectedShortfall)),
            new("ageWeightedVar", "VaR, by age", $"Value at risk at {percent}, older returns weighing less.", false, m => Requirement(tails.Aged(m.Profits).ValueAtRisk)),
            new("ageWeightedEs", "ES, by age", $"Expected shortfall at {percent}, older returns weighing less.", false, m => Requirement(tails.Aged(m.Profits).ExpectedShortfall)),
            new("filteredVar", "VaR, filtered", $"Value at risk at {percent}, returns brought to today's volatility.", false, m => Requirement(tails.Plain(m.FilteredProfits).ValueAtRisk)),
            new("filteredEs", "ES, filtered", $"Expected shortfall at {percent}, returns brought to today's volatility.", true, m => Requirement(tails.Plain(m.FilteredProfits).ExpectedShortfall)),
            new("dynamicRange", "Dynamic range", "The dynamic range of each underlying times its net position, summed over underlyings.", true, DynamicRange),
            .. portfolioMargin is null ? [] : Portfolio(portfolioMargin),
        ];
    }

    private static MarginModel[] Portfolio(PortfolioMarginModel model) =>
    [
        new("portfolioInitial", "Portfolio initial", $"Initial margin in portfolio mode, by the scenarios and charges of {model.Name}.", true, m => PortfolioModel.Assess(m, model).Initial),
        new("portfolioMaintenance", "Portfolio maintenance", "Maintenance margin in portfolio mode, by the same.", false, m => PortfolioModel.Assess(m, model).Maintenance),
    ];

    private static decimal DynamicRange(SubjectMoment moment) =>
        moment.Exposures.GroupBy(e => e.Instrument.Underlying, StringComparer.Ordinal).Sum(g => Math.Abs(g.Sum(e => e.Notional)) * moment.Market.Ranges[g.Key]);

    // A tail that gains needs nothing.
    private static decimal Requirement(double measure) => Math.Max(0, (decimal)measure);

    private TailMeasure Plain(double[] profits) => Of(plain, profits.Length, n => new HistoricalTail(level, QuantileRule.IndexAbove, n)).Measure(profits);

    private TailMeasure Aged(double[] profits) =>
        Of(aged, profits.Length, n => new AgeWeightedTail(level, BacktestSettings.AgeDecay, AgeWeightedRule.IndexAbove, n)).Measure(profits);

    private static T Of<T>(Dictionary<int, T> tails, int scenarios, Func<int, T> make)
    {
        if (!tails.TryGetValue(scenarios, out var tail))
        {
            tails.Add(scenarios, tail = make(scenarios));
        }

        return tail;
    }
}
