using System.Text;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>Messages that must be refused, by what is wrong with them.</summary>
internal static class BadMessages
{
    public static IReadOnlyDictionary<string, BadMessage> All { get; } = Documents().Concat(Fields()).Concat(OtherQueues())
        .ToDictionary(row => row.Sentence, row => row.Message);

    private static IEnumerable<(string Sentence, BadMessage Message)> Documents()
    {
        var random = new byte[64];
        new Random(1).NextBytes(random);
        yield return ("an empty body", Update("", "", null, "not valid JSON"));
        yield return ("random bytes", new(Entities.PositionUpdates, random, "", null, "UTF-8"));
        yield return ("a document cut short", Update("""{"accountId": "cut", "seq""", "", "{\"accountId\": \"cut\", \"seq", "not valid JSON"));
        yield return ("an array", Update("""[{"accountId": "A"}]""", "", """[{"accountId": "A"}]""", "must be a JSON object"));
        yield return ("null", Update("null", "", "null", "must be a JSON object"));
        yield return ("nesting of a thousand levels", Update($$"""{"positions": {{new string('[', 1000)}}{{new string(']', 1000)}} }""", "", "{\"positions\": [[", "depth"));
        yield return ("a field that stands twice", Update("""{"accountId": "twice", "sequence": 1, "sequence": 2}""", "", null, "sequence"));
        yield return ("a comment", Update("""{"accountId": "A" /* hello */}""", "", null, "not valid JSON"));
        yield return ("bytes that are not UTF-8 in a name", new(
            Entities.PositionUpdates, [.. "{\"accountId\": \""u8, 0xC3, 0x28, .. "\", \"sequence\": 1}"u8], null, null, "UTF-8"));
        yield return ("half a character in the account id", Update(Whole("accountId", """ "\ud800" """), null, null, "surrogate"));
        yield return ("half a character in the name of a field", Update("""{"\ud800": 1}""", null, null, "surrogate"));
        yield return ("half a character in an instrument", Update(Row("instrument", """ "\udfff" """), null, null, "surrogate"));
        yield return ("half a character in a time", Update(Whole("asOf", """ "2026-05-19T13:00:00\ud800Z" """), null, null, "surrogate"));
        yield return ("a body just above what an update may have", Update(
            Wire.Update("huge").PadRight(MessageLimits.UpdateBytes + 1), "", null, $"{MessageLimits.UpdateBytes} is the most"));
        yield return ("the largest body that the bus takes", Update(
            Wire.Update("huge").PadRight(MessageLimits.BodyBytes), "", null, $"{MessageLimits.UpdateBytes} is the most"));
        yield return ("more positions than an update may have", Update(
            Whole("positions", $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]"), "positions", "[{},{}", "at most 1000"));
    }

    private static IEnumerable<(string Sentence, BadMessage Message)> Fields()
    {
        yield return ("an account id with a slash", Update(Whole("accountId", "\"a/b\""), "accountId", "a/b", "1 to 64"));
        yield return ("an account id that is too long", Update(Whole("accountId", $"\"{new string('a', 65)}\""), "accountId", "aaa", "1 to 64"));
        yield return ("an account id that is empty", Update(Whole("accountId", "\"\""), "accountId", "\"\"", "non-empty"));
        yield return ("an account id that is a number", Update(Whole("accountId", "5"), "accountId", "5", "string"));
        yield return ("a negative sequence", Update(Whole("sequence", "-1"), "sequence", "-1", "whole number from 1"));
        yield return ("sequence zero", Update(Whole("sequence", "0"), "sequence", "0", "whole number from 1"));
        yield return ("half a sequence", Update(Whole("sequence", "1.5"), "sequence", "1.5", "whole number"));
        yield return ("a sequence beyond 64 bits", Update(Whole("sequence", "9223372036854775808"), "sequence", "9223372036854775808", "whole number"));
        yield return ("a sequence as text", Update(Whole("sequence", "\"1\""), "sequence", "\"1\"", "whole number"));
        yield return ("a time without its offset", Update(Whole("asOf", "\"2026-05-19T13:00:00\""), "asOf", "2026-05-19T13:00:00", "offset"));
        yield return ("a time that is none", Update(Whole("asOf", "\"2026-13-45T99:00:00Z\""), "asOf", "2026-13-45", "offset"));
        yield return ("positions that are text", Update(Whole("positions", "\"none\""), "positions", "none", "array"));
        yield return ("a position that is a number", Update(Whole("positions", "[1]"), "positions[0]", "1", "object"));
        yield return ("a word for yes", Update(Whole("complete", "\"yes\""), "complete", "yes", "true or false"));
        yield return ("an unknown field", Update(Whole("leverage", "5"), "leverage", "5", "not a known field"));
        yield return ("an unknown field of a position", Update(Row("leverage", "5"), "positions[0].leverage", "5", "not a known field"));
        yield return ("an unknown instrument", Update(Row("instrument", "\"BTC-MOON\""), "positions[0].instrument", "BTC-MOON", "not an instrument"));
        yield return ("an unknown asset", Update(Whole("collateral", """[{"asset": "MOON", "quantity": "1"}]"""), "collateral[0].asset", "MOON", "not accepted"));
        yield return ("NaN as text", Update(Row("quantity", "\"NaN\""), "positions[0].quantity", "NaN", "decimal"));
        yield return ("NaN as a word", Update(Row("quantity", "NaN"), "", null, "not valid JSON"));
        yield return ("infinity as text", Update(Row("quantity", "\"-Infinity\""), "positions[0].quantity", "-Infinity", "decimal"));
        yield return ("a quantity beyond all decimals", Update(Row("quantity", "1e400"), "positions[0].quantity", "1e400", "decimal"));
        yield return ("a quantity with an absurd exponent", Update(Row("quantity", "\"1e-99999999999\""), "positions[0].quantity", "1e-99999999999", "decimal"));
        yield return ("a quantity of 30 digits", Update(Row("quantity", "1.23456789012345678901234567891"), "positions[0].quantity", "1.234", "28 digits"));
        yield return ("a quantity beyond the limit", Update(Row("quantity", "-100000000001"), "positions[0].quantity", "-100000000001", "between"));
        yield return ("a quantity that is true", Update(Row("quantity", "true"), "positions[0].quantity", "true", "decimal"));
        yield return ("a negative entry price", Update(Row("entryPrice", "\"-1\""), "positions[0].entryPrice", "-1", "positive"));
        yield return ("an entry price of zero", Update(Row("entryPrice", "0"), "positions[0].entryPrice", "0", "positive"));
        yield return ("a negative isolated margin", Update(
            Row("marginMode", "\"isolated\", \"isolatedMargin\": -5"), "positions[0].isolatedMargin", "-5", "negative"));
        yield return ("an isolated position without its margin", Update(Row("marginMode", "\"isolated\""), "positions[0].isolatedMargin", null, "required"));
        yield return ("an unknown margin mode", Update(Row("marginMode", "\"portfolio\""), "positions[0].marginMode", "portfolio", "one of"));
        yield return ("an instrument that stands twice", Update(
            Whole("positions", """[{"instrument": "BTC-PERP", "quantity": 0}, {"instrument": "BTC-PERP", "quantity": 0}]"""), "positions", "BTC-PERP", "twice"));
        yield return ("an update of nothing", Update("""{"accountId": "A", "sequence": 1, "asOf": "2026-05-19T13:00:00Z"}""", "positions", null, "must name"));
    }

    private static IEnumerable<(string Sentence, BadMessage Message)> OtherQueues()
    {
        yield return ("a negative price", Price("\"-1\"", "prices[0].price", "-1", "positive"));
        yield return ("a price that is not a number", Price("\"NaN\"", "prices[0].price", "NaN", "decimal"));
        yield return ("a price from long ago", new(
            Entities.PriceUpdates, Encoding.UTF8.GetBytes(Wire.Prices(Wire.AsOf.AddYears(-20), UpdateStorm.Prices)), "asOf", "2006-05-19", "stale"));
        yield return ("a price from the future", new(
            Entities.PriceUpdates, Encoding.UTF8.GetBytes(Wire.Prices(Wire.AsOf.AddYears(200), UpdateStorm.Prices)), "asOf", "2226-05-19", "future"));
        yield return ("a price with half a character", Price("1, \"\\ud800\": 2", null, null, "surrogate"));
        yield return ("a fill without its job", Fill("\"filledQuantity\": 1", "jobId", null, "required"));
        yield return ("a fill of less than nothing", Fill("\"jobId\": \"j\", \"filledQuantity\": \"-1\"", "filledQuantity", "-1", "negative"));
    }

    /// <summary>A good update but for one field.</summary>
    private static string Whole(string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["accountId"] = "\"bad\"", ["sequence"] = "1", ["asOf"] = "\"2026-05-19T13:00:00Z\"", ["positions"] = "[]", [field] = value,
        };
        return Object(fields);
    }

    /// <summary>A good update but for one field of its position.</summary>
    private static string Row(string field, string value) => Whole(
        "positions",
        $"[{Object(new Dictionary<string, string> { ["instrument"] = "\"BTC-PERP\"", ["quantity"] = "1", ["entryPrice"] = "60000", [field] = value })}]");

    private static string Object(Dictionary<string, string> fields) => $"{{{string.Join(", ", fields.Select(f => $"\"{f.Key}\": {f.Value}"))}}}";

    private static BadMessage Update(string body, string? field, string? value, string? reason) =>
        new(Entities.PositionUpdates, Encoding.UTF8.GetBytes(body), field, value, reason);

    private static BadMessage Price(string price, string? field, string? value, string? reason) => new(
        Entities.PriceUpdates,
        Encoding.UTF8.GetBytes($$"""{"source": "test", "asOf": "2026-05-19T13:00:00Z", "prices": [{"symbol": "BTC-PERP", "price": {{price}} }]}"""),
        field,
        value,
        reason);

    private static BadMessage Fill(string fields, string? field, string? value, string? reason) => new(
        Entities.LiquidationFills,
        Encoding.UTF8.GetBytes(
            $$"""{"accountId": "bad", "sequence": 1, "asOf": "2026-05-19T13:00:00Z", {{fields}}, "position": {"instrument": "BTC-PERP", "quantity": 0} }"""),
        field,
        value,
        reason);
}

/// <summary>A message that must be refused.</summary>
/// <param name="Queue">Where it is sent.</param>
/// <param name="Body">The message.</param>
/// <param name="Field">The field that the answer names; null when any may be.</param>
/// <param name="Value">A part of the value that the answer shows; null when it need not.</param>
/// <param name="Reason">A part of the reason; null when it need not be said so.</param>
internal sealed record BadMessage(string Queue, byte[] Body, string? Field, string? Value, string? Reason);
