using System.Globalization;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>Messages as a broker's own code would write them.</summary>
internal static class Wire
{
    public static readonly DateTimeOffset AsOf = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    /// <summary>An update of one position and some account currency.</summary>
    public static string Update(string accountId, long sequence = 1, string quantity = "1", string cash = "25000") => $$"""
        { "accountId": "{{accountId}}", "sequence": {{sequence}}, "asOf": "2026-05-19T13:00:00Z",
          "positions": [ { "instrument": "BTC-PERP", "quantity": "{{quantity}}", "entryPrice": "60000" } ],
          "collateral": [ { "asset": "USDT", "quantity": "{{cash}}" } ] }
        """;

    public static string Update(HoldingsUpdate update) => new JsonObject
    {
        ["accountId"] = update.AccountId,
        ["sequence"] = update.Sequence,
        ["asOf"] = update.AsOf.ToString("O", CultureInfo.InvariantCulture),
        ["positions"] = new JsonArray([.. update.Positions.Select(Position)]),
        ["collateral"] = new JsonArray([.. update.Collateral.Select(Collateral)]),
        ["complete"] = update.Complete,
    }.ToJsonString();

    public static string Prices(DateTimeOffset asOf, IEnumerable<KeyValuePair<string, decimal>> prices) => new JsonObject
    {
        ["source"] = "test",
        ["asOf"] = asOf.ToString("O", CultureInfo.InvariantCulture),
        ["prices"] = new JsonArray([.. prices.Select(p => new JsonObject { ["symbol"] = p.Key, ["price"] = Text(p.Value) })]),
    }.ToJsonString();

    public static string Batch(IEnumerable<(string MessageId, string Body)> messages) => new JsonArray([.. messages.Select(m => new JsonObject
    {
        ["Body"] = m.Body,
        ["BrokerProperties"] = new JsonObject { ["MessageId"] = m.MessageId },
    })]).ToJsonString();

    private static JsonNode Position(Position position)
    {
        var row = new JsonObject { ["instrument"] = position.Instrument, ["quantity"] = Text(position.Quantity) };
        if (position.Quantity != 0)
        {
            row["entryPrice"] = position.EntryPrice;
        }

        if (position.Mode == MarginMode.Isolated)
        {
            row["marginMode"] = "isolated";
            row["isolatedMargin"] = Text(position.IsolatedMargin);
        }

        return row;
    }

    private static JsonNode Collateral(CollateralHolding holding) => new JsonObject { ["asset"] = holding.Asset, ["quantity"] = Text(holding.Quantity) };

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
