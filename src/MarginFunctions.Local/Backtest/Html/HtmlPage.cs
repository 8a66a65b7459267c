using System.Net;

namespace MarginFunctions.Local.Backtest.Html;

/// <summary>What every page begins and ends with.</summary>
internal static class HtmlPage
{
    public const string End = "</body>\n</html>\n";

    /// <summary>All up to the heading and with it.</summary>
    /// <param name="kind">What the page is of.</param>
    /// <param name="parametersVersion">The risk parameters.</param>
    /// <param name="prices">The history.</param>
    public static string Begin(string kind, string parametersVersion, string prices) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{kind} of {WebUtility.HtmlEncode(parametersVersion)} over {WebUtility.HtmlEncode(prices)}</title>
        <style>
        {HtmlStyle.Sheet}
        </style>
        </head>
        <body>
        <h1>{kind} of {WebUtility.HtmlEncode(parametersVersion)}</h1>

        """;
}
