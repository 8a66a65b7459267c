using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Messages;

public sealed class HoldingsReaderTests
{
    private const string DecimalReason = "must be a decimal number of at most 28 digits";
    private static readonly HoldingsReader Reader = new(Given.Sample);

    public static TheoryData<string, string, string, string?, string> Refused { get; } = new()
    {
        { "an empty body is no JSON", "", "", "", "not valid JSON" },
        { "text is no JSON", "hello", "", "hello", "not valid JSON" },
        { "half an object is no JSON", """{"accountId":"A-1",""", "", """{"accountId":"A-1",""", "not valid JSON" },
        { "two documents are no JSON", "{}{}", "", "{}{}", "not valid JSON" },
        { "a comment is no JSON", "{/*x*/}", "", "{/*x*/}", "not valid JSON" },
        { "NaN is no JSON", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":NaN"), "", null, "not valid JSON" },
        { "a field twice is refused", """{"accountId":"A-1","accountId":"A-2"}""", "", null, "not valid JSON" },
        { "an array is no object", "[1]", "", "[1]", "must be a JSON object" },
        { "null is no object", "null", "", "null", "must be a JSON object" },
        { "a lone surrogate is no character", UpdateText.With(accountId: "\"\\ud800\""), "", null, "half of a surrogate pair" },
        { "a name with a lone surrogate is no name", UpdateText.With(more: ",\"\\uDFFF\":1"), "", null, "half of a surrogate pair" },

        { "an account id is required", """{"sequence":1,"asOf":"2026-05-19T13:00:00Z","complete":true}""", "accountId", null, "is required" },
        { "an account id is text", UpdateText.With(accountId: "7"), "accountId", "7", "must be a non-empty string" },
        { "an account id is not empty", UpdateText.With(accountId: "\"\""), "accountId", "\"\"", "must be a non-empty string" },
        { "an account id has no slash", UpdateText.With(accountId: "\"A/1\""), "accountId", "\"A/1\"", AccountIds.Rule },
        { "an account id has no pipe", UpdateText.With(accountId: "\"A|1\""), "accountId", "\"A|1\"", AccountIds.Rule },
        { "an account id has no letters beyond ASCII", UpdateText.With(accountId: "\"Ä\""), "accountId", "\"Ä\"", AccountIds.Rule },
        { "an account id of 65 characters is too long", UpdateText.With(accountId: $"\"{new string('A', 65)}\""), "accountId", $"\"{new string('A', 65)}\"", AccountIds.Rule },

        { "a sequence is at least 1", UpdateText.With(sequence: "0"), "sequence", "0", "whole number from 1" },
        { "a sequence is not negative", UpdateText.With(sequence: "-5"), "sequence", "-5", "whole number from 1" },
        { "a sequence has no fraction", UpdateText.With(sequence: "1.5"), "sequence", "1.5", "whole number from 1" },
        { "a sequence is no text", UpdateText.With(sequence: "\"1\""), "sequence", "\"1\"", "whole number from 1" },
        { "a sequence fits 64 bits", UpdateText.With(sequence: "9223372036854775808"), "sequence", "9223372036854775808", "whole number from 1" },

        { "a time has an offset", UpdateText.With(asOf: "\"2026-05-19T13:00:00\""), "asOf", "\"2026-05-19T13:00:00\"", "a time with its offset" },
        { "a date is no time", UpdateText.With(asOf: "\"2026-05-19\""), "asOf", "\"2026-05-19\"", "a time with its offset" },
        { "a time is no number", UpdateText.With(asOf: "1779195600"), "asOf", "1779195600", "a time with its offset" },
        { "February has no 30th", UpdateText.With(asOf: "\"2026-02-30T13:00:00Z\""), "asOf", "\"2026-02-30T13:00:00Z\"", "a time with its offset" },

        { "positions are an array", UpdateText.With(positions: "{}"), "positions", "{}", "must be an array" },
        { "a position is an object", UpdateText.With(positions: "[1]"), "positions[0]", "1", "must be an object" },
        { "collateral is an array", UpdateText.With(collateral: "\"USDT\""), "collateral", "\"USDT\"", "must be an array" },
        { "complete is a boolean", UpdateText.With(complete: "\"true\""), "complete", "\"true\"", "must be true or false" },
        { "an unknown field is named", UpdateText.With(more: ",\"qty\":1"), "qty", "1", "is not a known field" },
        { "a known field in other letters is unknown", UpdateText.With(more: ",\"AccountId\":\"A-1\""), "AccountId", "\"A-1\"", "is not a known field" },

        { "an unknown instrument is named", UpdateText.WithPosition("\"instrument\":\"NO-PERP\",\"quantity\":\"0\""), "positions[0].instrument", "\"NO-PERP\"", "is not an instrument" },
        { "an underlying is no instrument", UpdateText.WithPosition("\"instrument\":\"BTC-USD\",\"quantity\":\"0\""), "positions[0].instrument", "\"BTC-USD\"", "is not an instrument" },
        { "a quantity is required", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\""), "positions[0].quantity", null, "is required" },
        { "a quantity above the limit is refused", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"100000000000.1\",\"entryPrice\":\"1\""), "positions[0].quantity", "\"100000000000.1\"", "must lie between" },
        { "a quantity below the limit is refused", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":-1e12,\"entryPrice\":\"1\""), "positions[0].quantity", "-1e12", "must lie between" },
        { "an infinite quantity is no number", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"Infinity\""), "positions[0].quantity", "\"Infinity\"", DecimalReason },
        { "NaN as text is no number", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"NaN\""), "positions[0].quantity", "\"NaN\"", DecimalReason },
        { "a quantity is not null", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":null"), "positions[0].quantity", "null", DecimalReason },
        { "an entry price of zero is refused", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"1\",\"entryPrice\":\"0\""), "positions[0].entryPrice", "\"0\"", "must be positive" },
        { "a negative entry price is refused", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"1\",\"entryPrice\":\"-1\""), "positions[0].entryPrice", "\"-1\"", "must be positive" },
        { "an entry price is required with a quantity", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"1\""), "positions[0].entryPrice", null, "is required unless quantity is 0" },
        { "a margin mode is one of two", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"0\",\"marginMode\":\"Cross\""), "positions[0].marginMode", "\"Cross\"", "must be one of \"cross\", \"isolated\"" },
        { "isolated margin is not negative", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"0\",\"marginMode\":\"isolated\",\"isolatedMargin\":\"-1\""), "positions[0].isolatedMargin", "\"-1\"", "must not be negative" },
        { "isolated margin is required when isolated", UpdateText.WithPosition("\"instrument\":\"BTC-INV-PERP\",\"quantity\":\"1\",\"entryPrice\":\"1\",\"marginMode\":\"isolated\""), "positions[0].isolatedMargin", null, "is required for an isolated position, in BTC" },
        { "isolated margin is not for cross", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"0\",\"isolatedMargin\":\"1\""), "positions[0].isolatedMargin", "\"1\"", "is for isolated positions only" },
        { "an unknown field of a position is named", UpdateText.WithPosition("\"instrument\":\"BTC-PERP\",\"quantity\":\"0\",\"leverage\":10"), "positions[0].leverage", "10", "is not a known field" },
        { "an instrument twice is named", UpdateText.With(positions: $"[{UpdateText.Position},{UpdateText.Position}]"), "positions", null, "names BTC-PERP twice" },

        { "an unknown asset is named", UpdateText.WithHolding("\"asset\":\"DOGE\",\"quantity\":\"1\""), "collateral[0].asset", "\"DOGE\"", "is not accepted as collateral" },
        { "an asset twice is named", UpdateText.With(collateral: $"[{UpdateText.Holding},{UpdateText.Holding}]"), "collateral", null, "names USDT twice" },
        { "a holding has a quantity", UpdateText.WithHolding("\"asset\":\"USDT\""), "collateral[0].quantity", null, "is required" },

        { "an account mode is one of two", UpdateText.With(more: ",\"accountMode\":\"spot\""), "accountMode", "\"spot\"", "must be one of \"standard\", \"portfolio\"" },
        { "a partial update names something", """{"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z"}""", "positions", null, "must name positions, collateral, accountMode or cover" },
        { "a ledger's number is whole", UpdateText.With(more: ",\"ledgerThrough\":\"3\""), "ledgerThrough", "\"3\"", "whole number from 0" },
        { "a ledger's number is not negative", UpdateText.With(more: ",\"ledgerThrough\":-1"), "ledgerThrough", "-1", "whole number from 0" },
        { "cover is an object", UpdateText.With(more: ",\"cover\":\"100\""), "cover", "\"100\"", "must be an object" },
        { "a reserve has a quantity", UpdateText.With(more: ",\"cover\":{\"reserve\":{\"minimum\":\"1\"}}"), "cover.reserve.quantity", null, "is required" },
        { "a reserve is not negative", UpdateText.With(more: ",\"cover\":{\"reserve\":{\"quantity\":\"-1\"}}"), "cover.reserve.quantity", "\"-1\"", "must not be negative" },
        { "a reserve's minimum is not negative", UpdateText.With(more: ",\"cover\":{\"reserve\":{\"quantity\":\"1\",\"minimum\":-0.5}}"), "cover.reserve.minimum", "-0.5", "must not be negative" },
        { "a credit line has its limit", UpdateText.With(more: ",\"cover\":{\"creditLine\":\"100000000000.1\"}"), "cover.creditLine", "\"100000000000.1\"", "nor above 100,000,000,000" },
        { "a credit line is a number", UpdateText.With(more: ",\"cover\":{\"creditLine\":\"much\"}"), "cover.creditLine", "\"much\"", DecimalReason },
        { "cover has no other fields", UpdateText.With(more: ",\"cover\":{\"credit\":\"1\"}"), "cover.credit", "\"1\"", "is not a known field" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_update_is_refused_with_field_value_and_reason(string sentence, string json, string field, string? value, string reason)
    {
        var problems = StrictDocument.Read(Given.Utf8(json), Reader.ReadUpdate, out var update);

        Assert.Null(update);
        var problem = Assert.Single(problems, p => p.Field == field && p.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.True(value is null || problem.Value == value, $"{sentence}: the value is {problem.Value}");
    }

    [Fact]
    public void Every_problem_of_an_update_is_found_at_once()
    {
        var problems = StrictDocument.Read(
            Given.Utf8(UpdateText.With(accountId: "\"A/1\"", sequence: "0", positions: """[{"instrument":"X","quantity":"1"}]""")), Reader.ReadUpdate, out _);

        Assert.Equal(["accountId", "sequence", "positions[0].instrument", "positions[0].entryPrice"], problems.Select(p => p.Field));
    }

    [Fact]
    public void Nesting_without_end_is_refused_not_followed()
    {
        var problems = StrictDocument.Read(Given.Utf8(new string('[', 100_000)), Reader.ReadUpdate, out _);

        Assert.Contains("not valid JSON", Assert.Single(problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] json = [.. "{\"accountId\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal("must be UTF-8", Assert.Single(StrictDocument.Read(json, Reader.ReadUpdate, out _)).Reason);
    }

    [Fact]
    public void No_more_than_twenty_problems_are_told_and_none_is_long()
    {
        var fields = string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"{new string('x', 1000)}{i}\":\"{new string('y', 1000)}\""));

        var problems = StrictDocument.Read(Given.Utf8($"{{{fields}}}"), Reader.ReadUpdate, out _);

        Assert.Equal(20, problems.Count);
        Assert.All(problems, p => Assert.True(p.Field.Length + p.Reason.Length + (p.Value?.Length ?? 0) < 1000));
    }

    [Fact]
    public void More_than_a_thousand_positions_are_refused()
    {
        var problems = StrictDocument.Read(Given.Utf8(UpdateText.With(positions: $"[{string.Join(",", Enumerable.Repeat("{}", 1001))}]")), Reader.ReadUpdate, out _);

        Assert.Contains(problems, p => p.Field == "positions" && p.Reason == "must be an array of at most 1000 objects");
    }

    [Fact]
    public void A_valid_update_is_read_to_the_last_digit()
    {
        Assert.Empty(StrictDocument.Read(
            Given.Utf8(UpdateText.With(
                asOf: "\"2026-05-19T15:00:00.1234567+02:00\"",
                positions: """[{"instrument":"BTC-INV-PERP","quantity":-0.0000000000000000000000000001,"entryPrice":4.31205e4,"marginMode":"isolated","isolatedMargin":"0.12345678901"}]""")),
            Reader.ReadUpdate,
            out var update));

        Assert.Equal(new Position("BTC-INV-PERP", -0.0000000000000000000000000001m, 43120.5m, MarginMode.Isolated, 0.12345678901m), Assert.Single(update!.Positions));
        Assert.Equal(new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero).AddTicks(1_234_567), update.AsOf);
    }

    [Fact]
    public void A_complete_update_of_nothing_closes_everything_and_is_valid()
    {
        Assert.Empty(StrictDocument.Read(Given.Utf8("""{"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z","complete":true}"""), Reader.ReadUpdate, out var update));

        Assert.True(update!.Complete);
        Assert.Empty(update.Positions);
    }

    [Fact]
    public void A_fill_states_the_position_that_is_left()
    {
        Assert.Empty(StrictDocument.Read(
            Given.Utf8("""
                {"accountId":"A-1","sequence":43,"asOf":"2026-05-19T13:00:00Z","jobId":"A-1|cross|2","filledQuantity":"1.5","fillPrice":"42000",
                 "position":{"instrument":"BTC-PERP","quantity":"0"},"collateral":[{"asset":"USDT","quantity":"100"}]}
                """),
            Reader.ReadFill,
            out var fill));

        Assert.Equal(("A-1|cross|2", new Position("BTC-PERP", 0, 0)), (fill!.JobId, Assert.Single(fill.Positions)));
        Assert.False(fill.Complete);
        Assert.Equal(new OrderFill("A-1|cross|2", "BTC-PERP", 1.5m, 42_000), fill.Fill);
    }

    [Theory]
    [InlineData("without a quantity", "\"fillPrice\":\"42000\",")]
    [InlineData("without a price", "\"filledQuantity\":\"1.5\",")]
    public void A_fill_that_does_not_say_how_much_at_what_price_is_not_charged(string sentence, string fields)
    {
        var json = $$"""{"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z","jobId":"j",{{fields}}"position":{"instrument":"BTC-PERP","quantity":"0"} }""";

        Assert.Empty(StrictDocument.Read(Given.Utf8(json), Reader.ReadFill, out var fill));
        Assert.True(fill!.Fill is null, sentence);
    }

    [Fact]
    public void A_fill_of_collateral_names_the_asset_in_place_of_a_position()
    {
        const string json = """
            {"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z","jobId":"j","asset":"BTC","filledQuantity":"0.5","fillPrice":"42000",
             "collateral":[{"asset":"BTC","quantity":"0"},{"asset":"USDT","quantity":"21000"}]}
            """;

        Assert.Empty(StrictDocument.Read(Given.Utf8(json), Reader.ReadFill, out var fill));
        Assert.Equal((0, new OrderFill("j", "BTC", 0.5m, 42_000)), (fill!.Positions.Count, fill.Fill));
    }

    [Theory]
    [InlineData("a fill names its job", "\"position\":{\"instrument\":\"BTC-PERP\",\"quantity\":\"0\"}", "jobId", "is required")]
    [InlineData("a fill names a position", "\"jobId\":\"j\"", "position", "is required")]
    [InlineData("a fill is not negative", "\"jobId\":\"j\",\"filledQuantity\":\"-1\",\"position\":{\"instrument\":\"BTC-PERP\",\"quantity\":\"0\"}", "filledQuantity", "must not be negative")]
    [InlineData("a fill has a positive price", "\"jobId\":\"j\",\"fillPrice\":\"0\",\"position\":{\"instrument\":\"BTC-PERP\",\"quantity\":\"0\"}", "fillPrice", "must be positive")]
    [InlineData("an asset is one that is accepted", "\"jobId\":\"j\",\"asset\":\"XYZ\",\"collateral\":[]", "asset", "is not accepted as collateral")]
    [InlineData("an order is for one or the other", "\"jobId\":\"j\",\"asset\":\"BTC\",\"collateral\":[],\"position\":{\"instrument\":\"BTC-PERP\",\"quantity\":\"0\"}", "asset", "must not stand beside position")]
    [InlineData("sold collateral is stated", "\"jobId\":\"j\",\"asset\":\"BTC\"", "collateral", "is required")]
    [InlineData("a fill is never complete", "\"jobId\":\"j\",\"complete\":true,\"position\":{\"instrument\":\"BTC-PERP\",\"quantity\":\"0\"}", "complete", "is not a known field")]
    public void A_fill_is_refused_with_its_reason(string sentence, string fields, string field, string reason)
    {
        var json = $$"""{"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z",{{fields}}}""";

        Assert.Contains(StrictDocument.Read(Given.Utf8(json), Reader.ReadFill, out _), p => p.Field == field && p.Reason.StartsWith(reason, StringComparison.Ordinal));
        Assert.NotEmpty(sentence);
    }

    [Theory]
    [InlineData("all of it", """{"reserve":{"quantity":"500.5","minimum":100},"creditLine":"1000"}""", 500.5, 100, 1000)]
    [InlineData("a reserve without a minimum", """{"reserve":{"quantity":"500"}}""", 500, 0, 0)]
    [InlineData("a line alone", """{"creditLine":"1000"}""", 0, 0, 1000)]
    [InlineData("that there is none any more", "{}", 0, 0, 0)]
    public void An_update_may_state_cover_alone(string what, string cover, decimal reserve, decimal minimum, decimal line)
    {
        var text = $$"""{"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z","ledgerThrough":7,"cover":{{cover}}}""";

        Assert.Empty(StrictDocument.Read(Given.Utf8(text), Reader.ReadUpdate, out var update));

        Assert.True(new CoverFacts(reserve, minimum, line) == update!.Cover && update.LedgerThrough == 7, what);
    }

    [Fact]
    public void A_fill_may_state_cover_and_what_it_counts_of_the_ledger()
    {
        const string text = """
            {"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z","jobId":"j","position":{"instrument":"BTC-PERP","quantity":0},"ledgerThrough":3,"cover":{"creditLine":"5"}}
            """;

        Assert.Empty(StrictDocument.Read(Given.Utf8(text), Reader.ReadFill, out var fill));

        Assert.Equal((3, new CoverFacts(0, 0, 5)), (fill!.LedgerThrough, fill.Cover));
    }

    [Fact]
    public void Cover_is_refused_where_parameters_offer_none()
    {
        var problem = Assert.Single(StrictDocument.Read(Given.Utf8(UpdateText.With(more: ",\"cover\":{}")), new HoldingsReader(Given.WithoutCover).ReadUpdate, out _));

        Assert.Equal(("cover", "{}"), (problem.Field, problem.Value));
        Assert.Contains("have no cover", problem.Reason, StringComparison.Ordinal);
    }
}
