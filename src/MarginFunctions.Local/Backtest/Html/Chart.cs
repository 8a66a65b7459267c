using System.Net;
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MarginFunctions.Local.Backtest.Html;

/// <summary>A chart over time, as an SVG element for a page.</summary>
internal sealed partial class Chart
{
    private const int Width = 1_060;
    private const int Height = 330;
    private const string Font = "Arial, Helvetica, sans-serif";

    private readonly PlotModel model = new() { DefaultFont = Font, DefaultFontSize = 12, PlotAreaBorderColor = OxyColors.Gray, IsLegendVisible = true };
    private readonly IReadOnlyList<DateTimeOffset> times;
    private readonly double scale;

    /// <param name="times">One a value, in UTC.</param>
    /// <param name="title">What the values are.</param>
    /// <param name="scale">What they are multiplied by before they are drawn.</param>
    private Chart(IReadOnlyList<DateTimeOffset> times, string title, double scale)
    {
        this.times = times;
        this.scale = scale;
        var grid = OxyColor.FromRgb(0xe4, 0xe4, 0xe4);
        model.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom, StringFormat = times[^1] - times[0] < TimeSpan.FromDays(4) ? "dd MMM HH:mm" : "d MMM yyyy", MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = grid,
        });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = title, StringFormat = scale == 1 ? "#,0.##" : null, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = grid });
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopLeft, LegendOrientation = LegendOrientation.Horizontal, LegendSymbolLength = 34,
        });
    }

    /// <summary>A chart of fractions, drawn in percent.</summary>
    /// <param name="times">One a value, in UTC.</param>
    /// <param name="unit">What the values are percent of.</param>
    public static Chart OfPercent(IReadOnlyList<DateTimeOffset> times, string unit) => new(times, $"% of {unit}", 100);

    /// <summary>A chart of amounts or counts.</summary>
    /// <param name="times">One a value, in UTC.</param>
    /// <param name="title">What the values are.</param>
    public static Chart OfAmounts(IReadOnlyList<DateTimeOffset> times, string title) => new(times, title, 1);

    /// <summary>Adds a line.</summary>
    /// <param name="title">For the legend; null for none.</param>
    /// <param name="values">One a time.</param>
    /// <param name="look">How it looks.</param>
    public void AddLine(string? title, IReadOnlyList<double> values, LineLook look)
    {
        var line = new LineSeries { Title = title, Color = look.Colour, LineStyle = look.Style, StrokeThickness = look == LineLook.Market ? 1 : 1.6, Decimator = Decimator.Decimate };
        line.Points.AddRange(values.Select((value, n) => new DataPoint(At(n), scale * value)));
        model.Series.Add(line);
    }

    /// <summary>Marks values.</summary>
    /// <param name="title">For the legend; null for none.</param>
    /// <param name="places">Which.</param>
    /// <param name="values">As for <see cref="AddLine"/>.</param>
    /// <param name="look">How the line that they belong to looks.</param>
    public void AddMarks(string? title, IEnumerable<int> places, IReadOnlyList<double> values, LineLook look)
    {
        var isOpen = look.Mark is MarkerType.Plus or MarkerType.Cross;
        var marks = new ScatterSeries
        {
            Title = title, MarkerType = look.Mark, MarkerSize = isOpen ? 5 : 4, MarkerFill = look.Colour, MarkerStroke = isOpen ? look.Colour : OxyColors.Black, MarkerStrokeThickness = isOpen ? 2 : 0.8,
        };
        marks.Points.AddRange(places.Select(n => new ScatterPoint(At(n), scale * values[n])));
        model.Series.Add(marks);
    }

    /// <summary>The element.</summary>
    /// <param name="id">Unlike that of any other chart on the page: what the parts of the drawing are called begins with it.</param>
    /// <param name="label">What is seen, for those who do not see it.</param>
    public string ToSvg(string id, string label)
    {
        var svg = new SvgExporter { Width = Width, Height = Height, TextMeasurer = new RoomyText(Width, Height) }.ExportToString(model);
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        svg = Parts().Replace(svg, match => match.Value.Replace("clipPath", $"{id}-", StringComparison.Ordinal));
        return $"""<svg role="img" aria-label="{WebUtility.HtmlEncode(label)}" viewBox="0 0 {Width} {Height}" """ + svg[svg.IndexOf("version=", StringComparison.Ordinal)..].Trim();
    }

    private double At(int place) => DateTimeAxis.ToDouble(times[place].UtcDateTime);

    [GeneratedRegex("""(?<= id=")clipPath\d+(?=")|(?<=url\(#)clipPath\d+(?=\))""")]
    private static partial Regex Parts();
}
