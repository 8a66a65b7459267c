using System.Globalization;
using MarginFunctions.Local.Backtest.Html;

namespace MarginFunctions.Local.Cascade;

/// <summary>The charts of a cascade.</summary>
internal sealed class CascadeCharts(CascadeRun capped, CascadeRun uncapped)
{
    private const string Capped = "with the cap";
    private const string Uncapped = "without";

    private int count;

    /// <summary>What was closed, tick by tick.</summary>
    public string Closed(string currency) => Both(
        Chart.OfAmounts(Times(_ => true), currency), m => (double)m.Closed, string.Create(CultureInfo.InvariantCulture, $"Notional closed by liquidations: at most {capped.Moments.Max(m => m.Closed):N0} with the cap and {uncapped.Moments.Max(m => m.Closed):N0} without, in {currency}."));

    /// <summary>Pools in liquidation.</summary>
    public string Liquidating() => Both(
        Chart.OfAmounts(Times(_ => true), "pools"), m => m.Liquidating, $"Pools in liquidation: at most {capped.Moments.Max(m => m.Liquidating)} with the cap and {uncapped.Moments.Max(m => m.Liquidating)} without.");

    /// <summary>A price of the path and of both runs.</summary>
    public string Price(string underlying)
    {
        bool Has(CascadeMoment moment) => moment.Path.ContainsKey(underlying);
        var moments = capped.Moments.Where(Has).ToList();
        var opening = (double)moments[0].Path[underlying];
        var chart = Chart.OfPercent(Times(Has), "the first price");
        chart.AddLine("path", [.. moments.Select(m => (double)m.Path[underlying] / opening)], LineLook.Market);
        chart.AddLine(Capped, [.. moments.Select(m => (double)m.Marks[underlying] / opening)], LineLook.Of(0));
        chart.AddLine(Uncapped, [.. uncapped.Moments.Where(Has).Select(m => (double)m.Marks[underlying] / opening)], LineLook.Of(2));
        return chart.ToSvg(
            Id(),
            string.Create(CultureInfo.InvariantCulture, $"Price of {underlying}: lowest {moments.Min(m => m.Path[underlying])} on the path, {moments.Min(m => m.Marks[underlying])} with the cap and {uncapped.Moments.Where(Has).Min(m => m.Marks[underlying])} without."));
    }

    private string Both(Chart chart, Func<CascadeMoment, double> value, string label)
    {
        chart.AddLine(Capped, [.. capped.Moments.Select(value)], LineLook.Of(0));
        chart.AddLine(Uncapped, [.. uncapped.Moments.Select(value)], LineLook.Of(2));
        return chart.ToSvg(Id(), label);
    }

    private IReadOnlyList<DateTimeOffset> Times(Func<CascadeMoment, bool> isDrawn) => [.. capped.Moments.Where(isDrawn).Select(m => m.At)];

    private string Id() => string.Create(CultureInfo.InvariantCulture, $"cascade{count++}");
}
