using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Replay;

/// <summary>The messages that a broker and a market-data feed send, written as they would write them.</summary>
internal static class BrokerMessages
{
    /// <summary>The whole portfolio as it stands.</summary>
    public static OutgoingMessage Update(BrokerAccount account, DateTimeOffset asOf) => Message(
        Entities.PositionUpdates,
        $"{account.AccountId}-{account.Sequence}",
        json =>
        {
            WriteHead(json, account, asOf);
            WritePositions(json, account.Portfolio.Positions);
            WriteCollateral(json, account.Portfolio.Collateral);
            json.WriteBoolean("complete", true);
        });

    /// <summary>An order that was filled whole, and what the account holds after it.</summary>
    public static OutgoingMessage Fill(BrokerAccount account, DateTimeOffset asOf, string jobId, Position closed, decimal price) => Message(
        Entities.LiquidationFills,
        $"{account.AccountId}-{account.Sequence}",
        json =>
        {
            WriteHead(json, account, asOf);
            json.WriteString("jobId", jobId);
            json.WriteString("filledQuantity", Text(Math.Abs(closed.Quantity)));
            json.WriteString("fillPrice", Text(price));
            json.WritePropertyName("position");
            json.WriteStartObject();
            json.WriteString("instrument", closed.Instrument);
            json.WriteString("quantity", "0");
            json.WriteEndObject();

            // Assets that a fill has used up are stated too: what is not named is not changed.
            WriteCollateral(json, account.Collateral.Select(c => new CollateralHolding(c.Key, c.Value)));
        });

    /// <summary>Prices of one moment.</summary>
    public static OutgoingMessage Prices(DateTimeOffset asOf, IEnumerable<KeyValuePair<string, decimal>> prices) => Message(
        Entities.PriceUpdates,
        $"prices-{asOf.UtcTicks.ToString(CultureInfo.InvariantCulture)}",
        json =>
        {
            json.WriteString("source", "history");
            json.WriteString("asOf", asOf);
            json.WriteStartArray("prices");
            foreach (var (symbol, price) in prices)
            {
                json.WriteStartObject();
                json.WriteString("symbol", symbol);
                json.WriteString("price", Text(price));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>Positions as position updates and calc documents state them.</summary>
    public static void WritePositions(Utf8JsonWriter json, IEnumerable<Position> positions)
    {
        json.WriteStartArray("positions");
        foreach (var position in positions)
        {
            json.WriteStartObject();
            json.WriteString("instrument", position.Instrument);
            json.WriteString("quantity", Text(position.Quantity));
            json.WriteString("entryPrice", Text(position.EntryPrice));
            if (position.Mode == MarginMode.Isolated)
            {
                json.WriteString("marginMode", "isolated");
                json.WriteString("isolatedMargin", Text(position.IsolatedMargin));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Collateral as position updates and calc documents state it.</summary>
    public static void WriteCollateral(Utf8JsonWriter json, IEnumerable<CollateralHolding> collateral)
    {
        json.WriteStartArray("collateral");
        foreach (var holding in collateral)
        {
            json.WriteStartObject();
            json.WriteString("asset", holding.Asset);
            json.WriteString("quantity", Text(holding.Quantity));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The text of an amount.</summary>
    public static string Text(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    private static void WriteHead(Utf8JsonWriter json, BrokerAccount account, DateTimeOffset asOf)
    {
        json.WriteString("accountId", account.AccountId);
        json.WriteNumber("sequence", account.Sequence);
        json.WriteString("asOf", asOf);
    }

    private static OutgoingMessage Message(string queue, string messageId, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new OutgoingMessage(queue, messageId, SessionId: null, buffer.ToArray());
    }
}
