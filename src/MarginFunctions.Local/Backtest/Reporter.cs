using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Backtest;

/// <summary>Works out the report of a rolled history.</summary>
internal static class Reporter
{
    private static readonly int[] Steps = [1, 5, 20];

    public static BacktestReport Report(
        string prices, RiskParameters parameters, RollingHistory history, IReadOnlyList<MarginModel> models, IReadOnlyList<RolledSubject> rolled)
    {
        var settings = history.Settings;
        var observations = history.Observations.Count();
        var light = new TrafficLight(observations, settings.Level);
        return new BacktestReport(
            prices,
            parameters.Version,
            parameters.AccountCurrency,
            settings.Level.Value,
            settings.Horizon,
            settings.Window,
            settings.WarmUp,
            settings.Notional,
            observations,
            history.Grid.Times[settings.WarmUp],
            history.Grid.Times[^1],
            observations * settings.Level.TailProbability,
            light.FirstYellow,
            light.FirstRed,
            parameters.DynamicMargin is not null,
            [.. models.Select(m => new ReportedModel(m.Key, m.Name, m.Description))],
            [.. rolled.Select(r => Report(r, history, models, light))]);
    }

    private static ReportedSubject Report(RolledSubject rolled, RollingHistory history, IReadOnlyList<MarginModel> models, TrafficLight light)
    {
        var positions = rolled.Subject.At(history.Grid, history.Settings.WarmUp)
            .Select(e => new ReportedPosition(e.Instrument.Symbol, history.Grid.Symbols[e.Symbol], e.Notional));
        return new ReportedSubject(
            rolled.Subject.Name, rolled.Subject.Kind, [.. positions], [.. models.Select((model, place) => Report(rolled, history, model.Key, place, light))]);
    }

    private static ReportedResult Report(RolledSubject rolled, RollingHistory history, string key, int model, TrafficLight light)
    {
        var requirements = rolled.Requirements[model];
        var breaches = Enumerable.Range(0, requirements.Length).Select(n => rolled.IsBreach(model, n)).ToArray();
        var counts = BreachCounts.Of(breaches);
        var rates = requirements.Select((r, n) => (double)(r / rolled.Gross[n])).ToArray();
        var list = Enumerable.Range(0, breaches.Length).Where(n => breaches[n])
            .Select(n => new ReportedBreach(history.Grid.Times[history.Settings.WarmUp + n], requirements[n], rolled.Losses[n])).ToList();
        return new ReportedResult(
            key,
            counts.Breaches,
            light.Zone(counts.Breaches),
            ReportedTest.Rounded(light.CumulativeProbability(counts.Breaches)),
            ReportedTest.Of(KupiecTest.Run(counts, history.Settings.Level)),
            ReportedTest.Of(ChristoffersenTest.Independence(counts)),
            ReportedTest.Of(ChristoffersenTest.ConditionalCoverage(counts, history.Settings.Level)),
            ReportedTest.Rounded(rates.Average()),
            Procyclicality.PeakToTrough(rates) is { } ratio ? ReportedTest.Rounded(ratio) : null,
            [.. Steps.Select(steps => new ReportedIncrease(steps, ReportedTest.Rounded(Procyclicality.LargestIncrease(rates, steps))))],
            list.Select(b => b.Loss - b.Requirement).DefaultIfEmpty().Max(),
            list);
    }
}
