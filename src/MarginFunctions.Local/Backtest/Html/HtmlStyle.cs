namespace MarginFunctions.Local.Backtest.Html;

/// <summary>How the page looks, on a screen and on paper.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root { color-scheme: light; }
        body { font: 15px/1.5 Arial, Helvetica, sans-serif; color: #1a1a1a; background: #fff; max-width: 1120px; margin: 2em auto; padding: 0 1.5em; }
        h1 { font-size: 1.6em; } h2 { font-size: 1.25em; margin-top: 2em; border-bottom: 1px solid #ccc; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; margin: 1em 0; font-size: 0.87em; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: 0.5em; color: #444; }
        th, td { border: 1px solid #ddd; padding: 0.25em 0.6em; text-align: right; }
        th { background: #f4f4f4; font-weight: 600; } th[scope=row], .words { text-align: left; } td:not(.words), th[scope=row] { white-space: nowrap; }
        .green { background: #e6f4ec; } .yellow { background: #fdeec0; font-weight: 600; } .red { background: #f6c9c0; font-weight: 700; }
        caption span { padding: 0 0.4em; color: #1a1a1a; }
        figure { margin: 1em 0; } figure svg { width: 100%; height: auto; } figcaption { color: #444; font-size: 0.9em; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2em 1em; } dt { font-weight: 600; } dd { margin: 0; }
        @media print { section { break-inside: avoid; } .wide { overflow: visible; } body { max-width: none; } }
        """;
}
