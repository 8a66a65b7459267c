using OxyPlot;

namespace MarginFunctions.Local.Backtest.Html;

/// <summary>How a line is told from others: by colour, by dashes and by the shape of its marks, so that no colour is needed.</summary>
/// <param name="Colour">From the palette of Okabe and Ito, "Color Universal Design", 2008, which colour-blind readers can tell apart.</param>
/// <param name="Style">Dashes.</param>
/// <param name="Mark">The shape of a mark on it.</param>
internal readonly record struct LineLook(OxyColor Colour, LineStyle Style, MarkerType Mark)
{
    /// <summary>What happened, beside what was required.</summary>
    public static LineLook Market { get; } = new(OxyColor.FromRgb(0x9a, 0x9a, 0x9a), LineStyle.Solid, MarkerType.None);

    private static readonly LineLook[] Looks =
    [
        new(OxyColor.FromRgb(0x00, 0x72, 0xb2), LineStyle.Solid, MarkerType.Circle),
        new(OxyColor.FromRgb(0x56, 0xb4, 0xe9), LineStyle.Dash, MarkerType.Diamond),
        new(OxyColor.FromRgb(0xd5, 0x5e, 0x00), LineStyle.Solid, MarkerType.Square),
        new(OxyColor.FromRgb(0x00, 0x9e, 0x73), LineStyle.DashDot, MarkerType.Triangle),
        new(OxyColor.FromRgb(0xcc, 0x79, 0xa7), LineStyle.LongDash, MarkerType.Plus),
        new(OxyColor.FromRgb(0x00, 0x00, 0x00), LineStyle.DashDotDot, MarkerType.Cross),
    ];

    /// <summary>The look of the n-th line of a chart.</summary>
    public static LineLook Of(int place) => Looks[place % Looks.Length];
}
