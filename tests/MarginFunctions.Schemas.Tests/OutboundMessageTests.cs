using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>What the real engine sends follows the outbound schemas.</summary>
public sealed class OutboundMessageTests
{
    [Fact]
    public async Task Every_message_of_an_account_s_life_passes_its_schema()
    {
        var messages = await LifeOfAnAccountAsync();
        var documents = messages.Where(m => Entities.Outbound.Contains(m.Entity)).Select(m => new SchemaDocument(SchemaOf(m.Entity), m.MessageId, Encoding.UTF8.GetString(m.Body.Span))).ToList();

        var answers = await SchemaValidator.ValidateAsync(documents);

        Assert.Empty(documents.Zip(answers, (document, answer) => answer is null ? null : $"{document.Json}: {answer}").OfType<string>());
        Assert.Equal(
            ["badDebt", "booked", "callChanged", "called", "closed", "expired", "liquidating", "met", "reminder", "warning"],
            messages.Where(m => m.Entity == Entities.MarginCalls).Select(m => m.Subject).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["reduce", "closeEverything", "reduce", "cancel", "reduce", "reduce"], messages.Where(m => m.Entity == Entities.LiquidationJobs).Select(m => FieldOf(m, "scope")));
        Assert.Equal(5, messages.Count(m => m.Entity == Entities.UpdateRejections));
    }

    [Fact]
    public async Task Messages_carry_their_session_and_their_subject()
    {
        var messages = await LifeOfAnAccountAsync();

        Assert.All(messages.Where(m => m.Entity == Entities.LiquidationJobs), m => Assert.Equal(FieldOf(m, "accountId"), m.SessionId));
        Assert.All(messages.Where(m => m.Entity == Entities.MarginCalls), m => Assert.Equal(FieldOf(m, "kind"), m.Subject));
    }

    /// <summary>Warned, called, answered, called again, reminded, told of a change, expired, liquidated, closed; a second account that ends in bad debt; and one that is covered.</summary>
    private static async Task<IReadOnlyList<OutgoingMessage>> LifeOfAnAccountAsync()
    {
        await using var engine = await SmallEngine.OpenAsync();
        await engine.PriceAsync("BTC-PERP", 60_000);

        // 1.5 at 60,000 is a notional of 90,000 and a maintenance margin of 400.
        await engine.UpdateAsync("A-1001", 1, "1.5", "560");
        await engine.UpdateAsync("A-1001", 2, "1.5", "450");
        await engine.UpdateAsync("A-1001", 3, "1.5", "700");
        await engine.UpdateAsync("A-1001", 4, "1.5", "450");
        engine.Time.Advance(TimeSpan.FromMinutes(30));
        await engine.SweepAsync();
        await engine.UpdateAsync("A-1001", 5, "1.5", "430");
        engine.Time.Advance(TimeSpan.FromMinutes(30));
        await engine.SweepAsync();
        await engine.FillAsync("A-1001", 6, "A-1001|cross|7", "450");

        await engine.UpdateAsync("A-1002", 1, "1.5", "100");
        await engine.FillAsync("A-1002", 2, "A-1002|cross|1", "-75");

        // Liquidated, restored by the market before anything is filled, liquidated again, and planned again when the order has expired.
        await engine.UpdateAsync("A-1004", 1, "1.5", "390");
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await engine.PriceAsync("BTC-PERP", 60_500);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await engine.PriceAsync("BTC-PERP", 60_000);

        // Covered by a reserve and a loan, of which interest is charged while a mark is missing.
        await engine.CoverAsync("A-1003", 1, reserve: "10", creditLine: "1000");
        await engine.UpdateAsync("A-1003", 2, "1.5", "450");
        await engine.SendAsync(Entities.PositionUpdates, """
            { "accountId": "A-1003", "sequence": 3, "asOf": "2026-05-19T13:00:00Z", "positions": [ { "instrument": "ETH-PERP", "quantity": "1", "entryPrice": "2900" } ] }
            """);
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.SweepAsync();

        await engine.SendAsync(Entities.PositionUpdates, "not JSON");
        await engine.SendAsync(Entities.PositionUpdates, "[]");
        await engine.SendAsync(Entities.PositionUpdates, """{ "accountId": "A-1004", "sequence": 0, "surplus": [1, 2, 3] }""");
        await engine.SendAsync(Entities.LiquidationFills, """{ "accountId": 7 }""");
        await engine.SendAsync(Entities.PriceUpdates, """{ "source": "test", "asOf": "2020-01-01T00:00:00Z", "prices": [] }""");
        return engine.Sent;
    }

    private static string? FieldOf(OutgoingMessage message, string field)
    {
        using var document = JsonDocument.Parse(message.Body);
        return document.RootElement.GetProperty(field).GetString();
    }

    private static string SchemaOf(string entity) => entity switch
    {
        Entities.MarginCalls => "margin-call",
        Entities.LiquidationJobs => "liquidation-job",
        Entities.UpdateRejections => "update-rejection",
        _ => throw new ArgumentException($"{entity} is not an outbound queue.", nameof(entity)),
    };
}
