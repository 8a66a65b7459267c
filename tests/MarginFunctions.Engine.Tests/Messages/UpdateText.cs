namespace MarginFunctions.Engine.Tests.Messages;

/// <summary>A valid position update, one field of which a test replaces.</summary>
internal static class UpdateText
{
    public const string AccountId = "\"A-1\"";
    public const string Position = """{"instrument":"BTC-PERP","quantity":"1.5","entryPrice":"43120.5"}""";
    public const string Holding = """{"asset":"USDT","quantity":"25000"}""";

    public static string With(
        string accountId = AccountId,
        string sequence = "42",
        string asOf = "\"2026-05-19T13:00:00Z\"",
        string positions = $"[{Position}]",
        string collateral = $"[{Holding}]",
        string complete = "false",
        string more = "") =>
        $$"""{"accountId":{{accountId}},"sequence":{{sequence}},"asOf":{{asOf}},"positions":{{positions}},"collateral":{{collateral}},"complete":{{complete}}{{more}}}""";

    public static string WithPosition(string fields) => With(positions: $"[{{{fields}}}]");

    public static string WithHolding(string fields) => With(collateral: $"[{{{fields}}}]");
}
