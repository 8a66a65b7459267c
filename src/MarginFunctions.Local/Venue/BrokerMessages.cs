using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Venue;

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
            WriteLedger(json, account);
            WriteCover(json, account);
            json.WriteBoolean("complete", true);
        });

    /// <summary>Money in account currency, and what is agreed to cover shortfalls.</summary>
    public static OutgoingMessage Balances(BrokerAccount account, DateTimeOffset asOf) => Message(
        Entities.PositionUpdates,
        $"{account.AccountId}-{account.Sequence}",
        json =>
        {
            WriteHead(json, account, asOf);
            WriteAllCollateral(json, account);
            WriteCover(json, account);
        });

    /// <summary>What an order has done so far, and what the account holds after it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="fill">The trade.</param>
    /// <param name="after">The position that is left; null when collateral was sold.</param>
    public static OutgoingMessage Fill(BrokerAccount account, VenueFill fill, Position? after) => Message(
        Entities.LiquidationFills,
        $"{account.AccountId}-{account.Sequence}",
        json =>
        {
            WriteHead(json, account, fill.At);
            json.WriteString("jobId", fill.Order.Job.JobId);
            json.WriteString("filledQuantity", Text(fill.Order.Filled));
            json.WriteString("fillPrice", Text(fill.Order.AveragePrice));
            if (after is null)
            {
                json.WriteString("asset", fill.Order.Market.Name);
            }
            else
            {
                json.WritePropertyName("position");
                WritePosition(json, after);
            }

            WriteAllCollateral(json, account);
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
            WritePosition(json, position);
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

    private static void WritePosition(Utf8JsonWriter json, Position position)
    {
        json.WriteStartObject();
        json.WriteString("instrument", position.Instrument);
        json.WriteString("quantity", Text(position.Quantity));
        if (position.Quantity != 0)
        {
            json.WriteString("entryPrice", Text(position.EntryPrice));
            if (position.Mode == MarginMode.Isolated)
            {
                json.WriteString("marginMode", "isolated");
                json.WriteString("isolatedMargin", Text(position.IsolatedMargin));
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Assets that are used up are stated too: what is not named is not changed.</summary>
    private static void WriteAllCollateral(Utf8JsonWriter json, BrokerAccount account)
    {
        WriteCollateral(json, account.Collateral.Select(c => new CollateralHolding(c.Key, c.Value)));
        WriteLedger(json, account);
    }

    private static void WriteLedger(Utf8JsonWriter json, BrokerAccount account)
    {
        if (account.LedgerThrough > 0)
        {
            json.WriteNumber("ledgerThrough", account.LedgerThrough);
        }
    }

    private static void WriteCover(Utf8JsonWriter json, BrokerAccount account)
    {
        if (account.Reserve is null && account.CreditLine is null)
        {
            return;
        }

        json.WriteStartObject("cover");
        if (account.Reserve is { } reserve)
        {
            json.WriteStartObject("reserve");
            json.WriteString("quantity", Text(reserve.Quantity));
            json.WriteString("minimum", Text(reserve.Minimum));
            json.WriteEndObject();
        }

        if (account.CreditLine is { } line)
        {
            json.WriteString("creditLine", Text(line));
        }

        json.WriteEndObject();
    }

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
