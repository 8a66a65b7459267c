using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Hosting;
using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>The insurance fund on the embedded file.</summary>
public sealed class InsuranceFundTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFile file = new();
    private readonly SimulatedTime time = new(new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero));

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_fund_is_opened_with_the_file_and_stays_as_it_was_when_the_file_is_opened_again()
    {
        await using (var host = await OpenAsync())
        {
            Assert.Equal((1_000_000m, -1_000_000m), await BalancesAsync(host));
        }

        await using var again = await OpenAsync();
        Assert.Equal((1_000_000m, -1_000_000m), await BalancesAsync(again));
        Assert.Single(await again.Funds.ReadSettlementsAsync("USDT", 1, 10, None));
    }

    [Fact]
    public async Task A_bad_debt_goes_by_the_queue_to_the_fund_and_is_paid()
    {
        await using var host = await OpenAsync();
        var update = """{ "accountId": "A-1", "sequence": 1, "asOf": "2026-05-19T13:00:00Z", "positions": [], "collateral": [ { "asset": "USDT", "quantity": "-51" } ] }""";
        await host.Queues.SendAsync([new OutgoingMessage(Entities.PositionUpdates, "m-1", null, Encoding.UTF8.GetBytes(update))], None);

        await new EngineSteps(host, 100).DrainAsync(None);

        Assert.Equal((999_949m, -1_000_000m), await BalancesAsync(host));
        Assert.Equal(0, (await host.Queues.CountAsync(Entities.CoverageRequests, None)).Active);
    }

    [Fact]
    public async Task What_is_no_request_is_a_dead_letter_and_the_next_is_settled()
    {
        await using var host = await OpenAsync();
        OutgoingMessage Message(string id, string body) => new(Entities.CoverageRequests, id, "USDT", Encoding.UTF8.GetBytes(body));
        await host.Queues.SendAsync(
            [
                Message("m-1", """{"id":"A|cross|1","kind":"gift"}"""),
                Message("m-2", """{"id":"A|cross|2|fee","kind":"fee","accountId":"A","pool":"cross","currency":"USDT","amount":"28.05","at":"2026-05-19T13:00:00Z"}"""),
            ],
            None);

        await new EngineSteps(host, 100).DrainAsync(None);

        Assert.Equal((1_000_028.05m, -1_000_000m), await BalancesAsync(host));
        var dead = Assert.Single(await host.Queues.PeekAsync(EntityDefinition.DeadLetterPath(Entities.CoverageRequests), 10, 0, None));
        Assert.Equal(("m-1", "MalformedRequest"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Contains("kind = \"gift\"", dead.DeadLetterDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_cannot_be_settled_holds_up_none_of_those_that_wait_with_it()
    {
        await using var host = await OpenAsync();
        await LoseASettlementAsync(host);
        OutgoingMessage Message(string id, string rest) =>
            new(Entities.CoverageRequests, id, "USDT", Encoding.UTF8.GetBytes($$"""{"id":"A|cross|{{id}}","accountId":"A","pool":"cross","currency":"USDT","at":"2026-05-19T13:00:00Z",{{rest}}}"""));
        await host.Queues.SendAsync(
            [
                Message("1", "\"kind\":\"fee\",\"amount\":\"28.05\""),
                Message("2", "\"kind\":\"bankrupt\",\"amount\":\"2000000\",\"positions\":[{\"instrument\":\"BTC-PERP\",\"quantity\":\"1\",\"price\":\"60000\"}]"),
                Message("3", "\"kind\":\"fee\",\"amount\":\"1.95\""),
            ],
            None);
        var steps = new EngineSteps(host, 100);

        var failure = await Assert.ThrowsAsync<AggregateException>(() => steps.SettleCoverageAsync(None));

        Assert.Contains("Settlements e|0000000000000077 of fund USDT are gone", Assert.Single(failure.InnerExceptions).Message, StringComparison.Ordinal);
        Assert.Equal((1_000_030m, -1_000_000m), await BalancesAsync(host));
        Assert.Equal(1, (await host.Queues.CountAsync(Entities.CoverageRequests, None)).Active);
    }

    /// <summary>Makes the fund remember a settlement that is not there: who has won cannot be found out.</summary>
    private static async Task LoseASettlementAsync(EngineHost host)
    {
        var contents = await host.Funds.LoadAsync("USDT", None);
        var state = JsonSerializer.Deserialize(contents.State!.Body.Span, EngineJson.Default.FundState)! with { Takings = [new FundTaking(77, DateTimeOffset.MaxValue)] };
        var header = contents.Header!.Header with { Version = contents.Header.Header.Version + 1, Writer = "test" };
        var change = new RowChange(RowKeys.FundState, JsonSerializer.SerializeToUtf8Bytes(state, EngineJson.Default.FundState));
        Assert.NotNull(await host.Funds.CommitAsync(new ShardTransaction("USDT", header, contents.Header.ETag, [change]), None));
    }

    private static async Task<(decimal Balance, decimal Capital)> BalancesAsync(EngineHost host)
    {
        var state = JsonSerializer.Deserialize((await host.Funds.LoadAsync("USDT", None)).State!.Body.Span, EngineJson.Default.FundState)!;
        return (state.Balance, state.Capital);
    }

    private Task<EngineHost> OpenAsync() => EngineHost.OpenAsync(file.Path, EmbeddedDurability.ThrowAway, RiskParametersFile.LoadSample(), time, None);
}
