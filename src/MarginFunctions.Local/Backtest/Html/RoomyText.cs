using OxyPlot;

namespace MarginFunctions.Local.Backtest.Html;

/// <summary>Measures text for a page whose font is not known: a third wider than Arial, so that a wider one is not cut off.</summary>
internal sealed class RoomyText(double width, double height) : PdfRenderContext(width, height, OxyColors.White)
{
    private const double Room = 1.35;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var size = base.MeasureText(text, "Arial", fontSize, fontWeight);
        return new OxySize(size.Width * Room, size.Height);
    }
}
