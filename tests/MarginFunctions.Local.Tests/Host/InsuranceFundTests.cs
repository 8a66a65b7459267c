using System.Text;
using System.Text.Json;
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

    private static async Task<(decimal Balance, decimal Capital)> BalancesAsync(EngineHost host)
    {
        var state = JsonSerializer.Deserialize((await host.Funds.LoadAsync("USDT", None)).State!.Body.Span, EngineJson.Default.FundState)!;
        return (state.Balance, state.Capital);
    }

    private Task<EngineHost> OpenAsync() => EngineHost.OpenAsync(file.Path, EmbeddedDurability.ThrowAway, RiskParametersFile.LoadSample(), time, None);
}
