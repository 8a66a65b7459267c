using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Messages;

public sealed class PriceReaderTests
{
    private const string Time = "\"asOf\":\"2026-05-19T13:00:00Z\"";
    private static readonly PriceReader Reader = new(Given.Sample);

    public static TheoryData<string, string, string, string?, string> Refused { get; } = new()
    {
        { "a source is required", $$"""{{{Time}},"prices":[]}""", "source", null, "is required" },
        { "a source has 64 characters at most", $$"""{"source":"{{new string('s', 65)}}",{{Time}},"prices":[]}""", "source", $"\"{new string('s', 65)}\"", "at most 64" },
        { "a time is required", """{"source":"s","prices":[]}""", "asOf", null, "is required" },
        { "prices are required", "{\"source\":\"s\"," + Time + "}", "prices", null, "is required" },
        { "prices are an array", "{\"source\":\"s\"," + Time + ",\"prices\":{\"BTC-PERP\":1}}", "prices", "{\"BTC-PERP\":1}", "must be an array" },
        { "an unknown symbol is named", Quote("\"symbol\":\"NO\",\"price\":\"1\""), "prices[0].symbol", "\"NO\"", "is not priced by" },
        { "an asset is no symbol", Quote("\"symbol\":\"BTC\",\"price\":\"1\""), "prices[0].symbol", "\"BTC\"", "is not priced by" },
        { "a price of zero is refused", Quote("\"symbol\":\"BTC-PERP\",\"price\":0"), "prices[0].price", "0", "must be positive" },
        { "a negative price is refused", Quote("\"symbol\":\"BTC-PERP\",\"price\":\"-0.01\""), "prices[0].price", "\"-0.01\"", "must be positive" },
        { "a price above the highest is refused", Quote("\"symbol\":\"BTC-PERP\",\"price\":\"10000000000.01\""), "prices[0].price", "\"10000000000.01\"", "must be positive and at most" },
        { "an infinite price is refused", Quote("\"symbol\":\"BTC-PERP\",\"price\":\"-Infinity\""), "prices[0].price", "\"-Infinity\"", "must be a decimal number" },
        { "a price with too many digits is not rounded", Quote("\"symbol\":\"BTC-PERP\",\"price\":1.23456789012345678901234567891"), "prices[0].price", "1.23456789012345678901234567891", "must be a decimal number" },
        { "a price is required", Quote("\"symbol\":\"BTC-PERP\""), "prices[0].price", null, "is required" },
        { "an unknown field is named", Quote("\"symbol\":\"BTC-PERP\",\"price\":1,\"bid\":1"), "prices[0].bid", "1", "is not a known field" },
        { "a symbol twice is named", $$"""{"source":"s",{{Time}},"prices":[{"symbol":"BTC-PERP","price":1},{"symbol":"BTC-PERP","price":2}]}""", "prices", null, "names BTC-PERP twice" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_price_update_is_refused_with_field_value_and_reason(string sentence, string json, string field, string? value, string reason)
    {
        var problems = StrictDocument.Read(Given.Utf8(json), Reader.Read, out _);

        var problem = Assert.Single(problems, p => p.Field == field && p.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.True(value is null || problem.Value == value, $"{sentence}: the value is {problem.Value}");
    }

    [Fact]
    public void A_price_that_is_no_number_is_told_once()
    {
        var problems = StrictDocument.Read(Given.Utf8(Quote("\"symbol\":\"BTC-PERP\",\"price\":\"1,5\"")), Reader.Read, out _);

        Assert.Equal("prices[0].price", problems[0].Field);
        Assert.Contains("decimal number", problems[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_quotes_without_a_symbol_are_not_called_a_repetition()
    {
        var problems = StrictDocument.Read(Given.Utf8($$"""{"source":"s",{{Time}},"prices":[{"price":1},{"price":2}]}"""), Reader.Read, out _);

        Assert.Equal(["prices[0].symbol", "prices[1].symbol"], problems.Select(p => p.Field));
    }

    [Fact]
    public void A_valid_price_update_is_read()
    {
        Assert.Empty(StrictDocument.Read(Given.Utf8($$"""{"source":"s",{{Time}},"prices":[{"symbol":"BTC-PERP","price":4.3e4},{"symbol":"BTC-USD","price":"43001.5"}]}"""), Reader.Read, out var update));

        Assert.Equal([new QuotedPrice("BTC-PERP", 43_000), new QuotedPrice("BTC-USD", 43_001.5m)], update!.Prices);
    }

    private static string Quote(string fields) => $$"""{"source":"s",{{Time}},"prices":[{{{fields}}}]}""";
}
