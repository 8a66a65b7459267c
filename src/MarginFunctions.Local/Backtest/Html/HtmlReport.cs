using System.Globalization;
using System.Net;
using MarginFunctions.Risk.Backtesting;

namespace MarginFunctions.Local.Backtest.Html;

/// <summary>Writes a backtest as one page that needs no network and no script.</summary>
internal sealed class HtmlReport
{
    private readonly TextWriter output;
    private readonly BacktestRun run;
    private readonly BacktestReport report;
    private readonly ReportCharts charts;

    private HtmlReport(TextWriter output, BacktestRun run)
    {
        this.output = output;
        this.run = run;
        report = run.Report;
        charts = new ReportCharts(run);
    }

    public static void Write(TextWriter output, BacktestRun run) => new HtmlReport(output, run).Write();

    private void Write()
    {
        output.Write(HtmlPage.Begin("Backtest", report.ParametersVersion, report.Prices));
        Facts();
        Summary();
        Models();
        Ranges();
        for (var place = 0; place < report.Subjects.Count; place++)
        {
            Subject(place);
        }

        output.Write(HtmlPage.End);
    }

    private void Facts()
    {
        output.Write($"""
            <p>{Text(report.Prices)}, {Time(report.From)} to {Time(report.To)} UTC: {report.Observations} requirements, each from prices up to its time alone and held against the loss over the next
            {report.Horizon:c}. Level {Percent(report.Level)}: {Number(report.ExpectedBreaches, 2)} breaches are expected. Historical measures see {report.WarmUp} to {report.Window} past returns.
            Made-up positions are worth {Number(report.Notional, 2)} {Text(report.Currency)} at every time.</p>

            """);
    }

    private void Summary()
    {
        output.Write("<h2 id=\"breaches\">Breaches</h2>\n<div class=\"wide\"><table>\n<caption>Losses above the requirement. ");
        output.Write($"<span class=\"green\">No letter</span>: fewer than {report.YellowFrom}. <span class=\"yellow\">Y</span>: {report.YellowFrom} or more, the model may be wrong. ");
        output.Write($"<span class=\"red\">R</span>: {report.RedFrom} or more, it is wrong.</caption>\n<thead><tr><th scope=\"col\">subject</th>");
        output.Write(string.Concat(report.Models.Select(m => $"<th scope=\"col\">{Text(m.Name)}</th>")));
        output.Write("</tr></thead>\n<tbody>\n");
        for (var place = 0; place < report.Subjects.Count; place++)
        {
            var subject = report.Subjects[place];
            output.Write($"<tr><th scope=\"row\"><a href=\"#subject-{place}\">{Text(subject.Name)}</a></th>{string.Concat(subject.Results.Select(Zone))}</tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private void Models()
    {
        output.Write("<h2 id=\"models\">Models</h2>\n<dl>\n");
        foreach (var model in report.Models)
        {
            output.Write($"<dt>{Text(model.Name)}</dt><dd>{Text(model.Description)}</dd>\n");
        }

        output.Write("</dl>\n");
    }

    private void Ranges()
    {
        output.Write($"<h2 id=\"ranges\">Dynamic ranges</h2>\n<p>{(report.RangesAreStated ? "As the parameters state them." : "The parameters state none: these are made from their volatilities.")}</p>\n");
        var place = 0;
        foreach (var underlying in run.History.Underlyings)
        {
            output.Write($"<figure>\n{charts.Range(place++, underlying)}\n<figcaption>{Text(underlying)}: the range in force, to both sides, and the move of the price that followed.</figcaption>\n</figure>\n");
        }
    }

    private void Subject(int place)
    {
        var subject = report.Subjects[place];
        var positions = string.Join("; ", subject.Positions.Select(p => $"{p.Instrument} {Number(p.Notional, 2)} {report.Currency}, priced by {p.PricedBy}"));
        output.Write($"""
            <section id="subject-{place}">
            <h2>{Text(subject.Name)}</h2>
            <p>{Text(positions)}, at the first requirement.</p>
            <figure>
            {charts.Subject(place)}
            <figcaption>Requirements and the loss that followed (below 0 a profit), in percent of the size. A mark on a line: that requirement was not enough.</figcaption>
            </figure>
            <div class="wide"><table>
            <caption>p-values: the probability of data at least as unlikely if the model is right; below 0.05 in bold. Rates are requirement over size; rises are within 1, 5 and 20 horizons.</caption>
            <thead><tr><th scope="col">model</th><th scope="col">breaches</th><th scope="col">P(at most as many)</th><th scope="col">Kupiec LR</th><th scope="col">p</th><th scope="col">independence LR</th><th scope="col">p</th>
            <th scope="col">conditional coverage LR</th><th scope="col">p</th><th scope="col">average rate</th><th scope="col">peak to trough</th><th scope="col">largest rise: 1</th><th scope="col">5</th><th scope="col">20</th><th scope="col">worst uncovered</th></tr></thead>
            <tbody>

            """);
        for (var model = 0; model < subject.Results.Count; model++)
        {
            Result(report.Models[model], subject.Results[model]);
        }

        output.Write("</tbody>\n</table></div>\n");
        BreachList(subject);
        output.Write("<p><a href=\"#breaches\">to the summary</a></p>\n</section>\n");
    }

    private void Result(ReportedModel model, ReportedResult result)
    {
        output.Write($"<tr><th scope=\"row\">{Text(model.Name)}</th>{Zone(result)}<td>{Percent(result.CumulativeProbability, 2)}</td>");
        output.Write($"{Test(result.Kupiec)}{Test(result.Independence)}{Test(result.ConditionalCoverage)}<td>{Percent(result.AverageRate, 2)}</td>");
        output.Write($"<td>{(result.PeakToTrough is { } ratio ? Number(ratio, 2) : "none")}</td>{string.Concat(result.Increases.Select(i => $"<td>{Percent(i.Increase, 2)}</td>"))}");
        output.Write($"<td>{Number(result.WorstUncovered, 2)}</td></tr>\n");
    }

    private void BreachList(ReportedSubject subject)
    {
        var times = subject.Results
            .SelectMany((result, place) => result.BreachList.Select(breach => (breach.At, breach.Loss, breach.Requirement, Model: report.Models[place].Name)))
            .GroupBy(breach => breach.At)
            .OrderBy(g => g.Key)
            .ToList();
        if (times.Count == 0)
        {
            return;
        }

        output.Write($"<details><summary>{times.Count} times with a breach</summary>\n<table>\n<thead><tr><th scope=\"col\">required at</th><th scope=\"col\">loss</th><th scope=\"col\" class=\"words\">not enough</th></tr></thead>\n<tbody>\n");
        foreach (var time in times)
        {
            var models = string.Join(", ", time.Select(b => $"{b.Model} {Number(b.Requirement, 2)}"));
            output.Write($"<tr><td>{Time(time.Key)}</td><td>{Number(time.First().Loss, 2)}</td><td class=\"words\">{Text(models)}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></details>\n");
    }

    private static string Test(ReportedTest test) =>
        $"<td>{Number(test.Statistic, 3)}</td><td>{(test.PValue < 0.05m ? $"<b>{Number(test.PValue, 4)}</b>" : Number(test.PValue, 4))}</td>";

    private static string Zone(ReportedResult result) => result.Zone switch
    {
        TrafficLightZone.Green => $"<td class=\"green\">{result.Breaches}</td>",
        TrafficLightZone.Yellow => $"<td class=\"yellow\">{result.Breaches} Y</td>",
        _ => $"<td class=\"red\">{result.Breaches} R</td>",
    };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Percent(decimal fraction, int places = 4) => Number(100 * fraction, places) + "\u00a0%";

    private static string Number(decimal value, int places) => value.ToString("#,0." + new string('#', places), CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
