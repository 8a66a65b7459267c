using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Parameters;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.EndToEnd;

[Collection(AzuriteCollection.Name)]
public sealed class MarginCallTests(AzuriteFixture azurite)
{
    private const string Account = "A-1001";

    // 10 BTC at 50,000: maintenance 500,000 · 1 % − 1,300 = 3,700.
    private const string Holdings = """
        { "accountId": "A-1001", "sequence": 1, "asOf": "2026-05-19T13:00:00Z",
          "positions": [ { "instrument": "BTC-PERP", "quantity": "10", "entryPrice": "50000" } ],
          "collateral": [ { "asset": "USDT", "quantity": "10000" } ] }
        """;

    [Fact]
    public async Task A_fall_calls_margin_and_the_decision_ends_in_the_history()
    {
        await using var engine = await EngineOnAzurite.StartAsync(azurite);
        await engine.PostUpdateAsync(Holdings);
        await engine.PostPriceAsync("BTC-PERP", 50_000);
        Assert.Equal(MarginStatus.Healthy, (await AccountAsync(engine)).Status);
        Assert.DoesNotContain(engine.Bus.Sent, message => message.Entity == Entities.MarginCalls);

        // Equity 10,000 − 6,000; maintenance 494,000 · 1 % − 1,300 = 3,640; ratio 1.099, below 1.2.
        await engine.PostPriceAsync("BTC-PERP", 49_400);

        Assert.Equal(MarginStatus.Called, (await AccountAsync(engine)).Status);
        var call = Assert.Single(Calls(engine), message => message.Kind == MarginEventKind.Called);
        Assert.Equal((Account, MarginStatus.Called), (call.AccountId, call.Status));
        Assert.Equal((4_000m, 3_640m), (call.Equity, call.Maintenance));
        Assert.Empty((await ShardAsync(engine)).Outbox);

        await engine.SweepAsync();

        Assert.Empty(await engine.Get<IShardStore>().ReadDecisionsAsync(ShardOf(engine), 100, CancellationToken.None));
        Assert.NotEmpty(await engine.Get<IDecisionHistory>().ReadAsync(Account, 100, CancellationToken.None));
        Assert.Single(Calls(engine), message => message.Kind == MarginEventKind.Called);
    }

    [Fact]
    public async Task A_report_finds_the_account_in_its_shard_and_is_stored()
    {
        await using var engine = await EngineOnAzurite.StartAsync(azurite);
        await engine.PostUpdateAsync(Holdings);
        await engine.PostPriceAsync("BTC-PERP", 49_250);

        await engine.ReportAsync();

        // Equity 10,000 − 7,500; maintenance 492,500 · 1 % − 1,300 = 3,625. Down 25 % it loses 123,125 more.
        var report = Assert.Single(await engine.Get<ICoverageReportStore>().ReadAsync(10, CancellationToken.None));
        Assert.Equal((1, 1_125m, 120_625m), (report.Accounts, report.Shortfalls, report.CoverTwo!.Loss));
        Assert.Equal(engine.Time.Now, report.At);
    }

    [Fact]
    public async Task A_tick_inside_the_band_wakes_no_shard()
    {
        await using var engine = await EngineOnAzurite.StartAsync(azurite);
        await engine.PostUpdateAsync(Holdings);
        await engine.PostPriceAsync("BTC-PERP", 50_000);
        var work = engine.Bus.Sent.Count;

        await engine.PostPriceAsync("BTC-PERP", 50_001);

        Assert.Equal(work, engine.Bus.Sent.Count);
    }

    [Fact]
    public async Task A_fill_that_closes_the_position_ends_the_call()
    {
        await using var engine = await EngineOnAzurite.StartAsync(azurite);
        await engine.PostUpdateAsync(Holdings);
        await engine.PostPriceAsync("BTC-PERP", 49_400);
        Assert.Equal(MarginStatus.Called, (await AccountAsync(engine)).Status);

        await engine.PostFillAsync("""
            { "accountId": "A-1001", "sequence": 2, "asOf": "2026-05-19T13:00:02Z", "jobId": "j-1",
              "position": { "instrument": "BTC-PERP", "quantity": "0" }, "collateral": [ { "asset": "USDT", "quantity": "4000" } ] }
            """);

        Assert.Equal(MarginStatus.Healthy, (await AccountAsync(engine)).Status);
    }

    [Fact]
    public async Task What_is_refused_is_answered_and_everything_is_settled()
    {
        await using var engine = await EngineOnAzurite.StartAsync(azurite);

        await engine.PostUpdateAsync("""{ "accountId": "A-1001", "sequence": 1, "asOf": "2026-05-19T13:00:00Z", "leverage": 100 }""");

        var rejection = Assert.Single(engine.Bus.Sent);
        Assert.Equal(Entities.UpdateRejections, rejection.Entity);
        Assert.Contains("leverage", Encoding.UTF8.GetString(rejection.Body.Span), StringComparison.Ordinal);
        engine.Actions.Verify(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), CancellationToken.None), Times.Once);
        engine.Actions.VerifyNoOtherCalls();
    }

    private static int ShardOf(EngineOnAzurite engine) => ShardMap.ShardOf(Account, engine.Get<RiskParameters>().ShardCount);

    private static Task<ShardContents> ShardAsync(EngineOnAzurite engine) => engine.Get<IShardStore>().LoadAsync(ShardOf(engine), CancellationToken.None);

    private static async Task<AccountState> AccountAsync(EngineOnAzurite engine)
    {
        var row = Assert.Single((await ShardAsync(engine)).Accounts);
        Assert.Equal(RowKeys.Account(Account), row.Key);
        return JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.AccountState)!;
    }

    private static IEnumerable<MarginCallMessage> Calls(EngineOnAzurite engine) => engine.Bus.Sent
        .Where(message => message.Entity == Entities.MarginCalls)
        .Select(message => JsonSerializer.Deserialize(message.Body.Span, EngineJson.Default.MarginCallMessage)!);
}
