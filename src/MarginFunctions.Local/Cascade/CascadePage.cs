using System.Globalization;
using System.Net;
using MarginFunctions.Local.Backtest.Html;

namespace MarginFunctions.Local.Cascade;

/// <summary>Writes a cascade as one page that needs no network and no script.</summary>
internal sealed class CascadePage
{
    private readonly TextWriter output;
    private readonly CascadeReport report;
    private readonly CascadeCharts charts;

    private CascadePage(TextWriter output, CascadeReport report, CascadeRun capped, CascadeRun uncapped)
    {
        this.output = output;
        this.report = report;
        charts = new CascadeCharts(capped, uncapped);
    }

    public static void Write(TextWriter output, CascadeReport report, CascadeRun capped, CascadeRun uncapped) => new CascadePage(output, report, capped, uncapped).Write();

    private void Write()
    {
        output.Write(HtmlPage.Begin("Cascade", report.ParametersVersion, report.Prices));
        output.Write($"""
            <p>{Text(report.Prices)}, {Time(report.From)} to {Time(report.To)} UTC: {report.Accounts} made-up accounts (seed {report.Seed}), once with the cap that the parameters set on what liquidations may order in a minute, and once
            without. A market takes {Number(report.Depth, 2)} {Text(report.Currency)} in a minute; all of that moves its underlying's price by {Percent(report.Impact)}, of which {Percent(report.Remains)} is left after a minute. The
            next prices that the engine is told are the path's with that on top.</p>

            """);
        Figures();
        Prices();
        Peaks();
        Charts();
        output.Write(HtmlPage.End);
    }

    private void Figures()
    {
        output.Write($"<h2 id=\"figures\">Both runs</h2>\n<div class=\"wide\"><table>\n<caption>Amounts in {Text(report.Currency)}.</caption>\n<thead><tr><th scope=\"col\"></th><th scope=\"col\">with the cap</th><th scope=\"col\">without</th></tr></thead>\n<tbody>\n");
        foreach (var (name, value) in CascadeFigures.Rows)
        {
            output.Write($"<tr><th scope=\"row\">{Text(name)}</th><td>{value(report.Capped)}</td><td>{value(report.Uncapped)}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private void Prices()
    {
        output.Write("<h2 id=\"prices\">Lowest prices</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">underlying</th><th scope=\"col\">path</th><th scope=\"col\">with the cap</th><th scope=\"col\">furthest below the path</th><th scope=\"col\">without</th><th scope=\"col\">furthest below the path</th></tr></thead>\n<tbody>\n");
        foreach (var (capped, uncapped) in report.Capped.Lowest.Zip(report.Uncapped.Lowest))
        {
            output.Write($"<tr><th scope=\"row\">{Text(capped.Underlying)}</th><td>{Number(capped.Path, 8)}</td><td>{Number(capped.Mark, 8)}</td><td>{Percent(capped.FurthestBelow)}</td><td>{Number(uncapped.Mark, 8)}</td><td>{Percent(uncapped.FurthestBelow)}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private void Peaks()
    {
        output.Write("<h2 id=\"peaks\">Busiest minutes</h2>\n<div class=\"wide\"><table>\n<caption>Contracts that liquidations closed in one minute; none where an instrument was not closed at all.</caption>\n<thead><tr><th scope=\"col\">instrument</th><th scope=\"col\">cap</th><th scope=\"col\">with the cap</th><th scope=\"col\">without</th></tr></thead>\n<tbody>\n");
        var capped = report.Capped.Peaks.ToDictionary(p => p.Instrument, StringComparer.Ordinal);
        var uncapped = report.Uncapped.Peaks.ToDictionary(p => p.Instrument, StringComparer.Ordinal);
        foreach (var instrument in capped.Keys.Union(uncapped.Keys).Order(StringComparer.Ordinal))
        {
            output.Write($"<tr><th scope=\"row\">{Text(instrument)}</th><td>{Contracts(capped.GetValueOrDefault(instrument)?.Cap)}</td><td>{Contracts(capped.GetValueOrDefault(instrument)?.Contracts)}</td><td>{Contracts(uncapped.GetValueOrDefault(instrument)?.Contracts)}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private void Charts()
    {
        output.Write("<h2 id=\"charts\">Charts</h2>\n");
        Figure(charts.Closed(report.Currency), "What liquidations closed since the moment before.");
        Figure(charts.Liquidating(), "Pools that are being liquidated.");
        foreach (var underlying in report.Capped.Lowest.Select(l => l.Underlying))
        {
            Figure(charts.Price(underlying), $"{Text(underlying)}: the path, and what the engine was told.");
        }
    }

    private void Figure(string chart, string caption) => output.Write($"<figure>\n{chart}\n<figcaption>{caption}</figcaption>\n</figure>\n");

    private static string Contracts(decimal? contracts) => contracts is { } value ? Number(value, 8) : "none";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Percent(decimal fraction) => Number(100 * fraction, 4) + "\u00a0%";

    private static string Number(decimal value, int places) => value.ToString("#,0." + new string('#', places), CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
