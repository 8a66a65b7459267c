using System.Text.Json;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using Xunit;

namespace MarginFunctions.Azure.Tests.EndToEnd;

[Collection(AzuriteCollection.Name)]
public sealed class CoverageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_bad_debt_is_taken_over_at_once_and_paid_by_the_fund()
    {
        await using var engine = await EngineOnAzurite.StartAsync(azurite);

        await engine.PostUpdateAsync("""{ "accountId": "A-1001", "sequence": 1, "asOf": "2026-05-19T13:00:00Z", "positions": [], "collateral": [ { "asset": "USDT", "quantity": "-51" } ] }""");

        var booked = Assert.Single(engine.Bus.Sent, message => message.Entity == Entities.MarginCalls && message.Subject == "booked");
        var entry = Assert.Single(JsonSerializer.Deserialize(booked.Body.Span, EngineJson.Default.MarginCallMessage)!.Entries!);
        Assert.Equal((AccountEntryKind.CoverPayment, 51m), (entry.Kind, entry.Amount));
        var store = engine.Get<IFundStore>();
        var state = JsonSerializer.Deserialize((await store.LoadAsync("USDT", CancellationToken.None)).State!.Body.Span, EngineJson.Default.FundState)!;
        Assert.Equal((999_949m, 51m), (state.Balance, state.Drawn));
        var settlement = JsonSerializer.Deserialize((await store.ReadSettlementsAsync("USDT", 2, 10, CancellationToken.None))[0].Body.Span, EngineJson.Default.FundSettlement)!;
        Assert.Equal(new FundEntry("fund", "account/A-1001", 51), Assert.Single(settlement.Entries));
        Assert.Contains(engine.Bus.Sent, message => message.Subject == JsonNamingPolicy.CamelCase.ConvertName(nameof(MarginEventKind.BadDebt)));
    }
}
