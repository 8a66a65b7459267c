using System.Globalization;

namespace MarginFunctions.Local.Backtest.Html;

/// <summary>The charts of a backtest.</summary>
internal sealed class ReportCharts(BacktestRun run)
{
    private readonly DateTimeOffset[] times = [.. run.History.Observations.Select(n => run.History.Grid.Times[n])];

    /// <summary>The models that are drawn: more lines would hide each other. The table has all.</summary>
    private readonly int[] drawn = [.. Enumerable.Range(0, run.Models.Count).Where(n => run.Models[n].IsDrawn)];

    /// <summary>Requirements of a subject and what it lost, with breaches marked on the requirement that was not enough.</summary>
    public string Subject(int place)
    {
        var rolled = run.Rolled[place];
        double[] Rates(decimal[] amounts) => [.. amounts.Select((amount, n) => (double)(amount / rolled.Gross[n]))];
        var chart = Chart.OfPercent(times, "size");
        chart.AddLine("loss", Rates(rolled.Losses), LineLook.Market);
        for (var n = 0; n < drawn.Length; n++)
        {
            chart.AddLine(run.Models[drawn[n]].Name, Rates(rolled.Requirements[drawn[n]]), LineLook.Of(n));
        }

        for (var n = 0; n < drawn.Length; n++)
        {
            var breaches = Enumerable.Range(0, times.Length).Where(observation => rolled.IsBreach(drawn[n], observation)).ToList();
            if (breaches.Count > 0)
            {
                chart.AddMarks(null, breaches, Rates(rolled.Requirements[drawn[n]]), LineLook.Of(n));
            }
        }

        var counts = string.Join(", ", drawn.Select(model => string.Create(CultureInfo.InvariantCulture, $"{run.Models[model].Name} {run.Report.Subjects[place].Results[model].Breaches}")));
        return chart.ToSvg($"subject{place}", $"Requirements and losses of {rolled.Subject.Name}. Breaches: {counts}.");
    }

    /// <summary>The dynamic range of an underlying to both sides, and what its price did.</summary>
    public string Range(int place, string underlying)
    {
        var grid = run.History.Grid;
        var symbol = run.History.SymbolOf(underlying);
        var observations = run.History.Observations.ToArray();
        var ranges = observations.Select(n => (double)run.History.RangesAt(n)[underlying]).ToArray();
        var moves = observations.Select(n => (double)(grid.Price(symbol, n + 1) / grid.Price(symbol, n) - 1)).ToArray();
        var outside = Enumerable.Range(0, moves.Length).Where(n => Math.Abs(moves[n]) > ranges[n]).ToList();
        var chart = Chart.OfPercent(times, "price");
        chart.AddLine("move of the price", moves, LineLook.Market);
        chart.AddLine("range upwards", ranges, LineLook.Of(0));
        chart.AddLine("range downwards", [.. ranges.Select(r => -r)], LineLook.Of(3));
        if (outside.Count > 0)
        {
            chart.AddMarks("move beyond the range", outside, moves, LineLook.Of(2));
        }

        return chart.ToSvg($"range{place}", $"Dynamic range and moves of {underlying}: {outside.Count} of {moves.Length} moves beyond it.");
    }
}
