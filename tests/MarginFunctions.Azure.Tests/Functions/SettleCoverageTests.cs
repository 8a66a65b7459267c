using System.Text;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Functions;
using Microsoft.Azure.Functions.Worker;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Functions;

public sealed class SettleCoverageTests : IDisposable
{
    private const string Fee = """{"id":"A|cross|1|fee","kind":"fee","accountId":"A","pool":"cross","currency":"USDT","amount":"28.05","at":"2026-05-19T13:00:00Z"}""";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Mock<ServiceBusMessageActions> _actions = new();
    private readonly Mock<IFundStore> _store = new();
    private readonly EngineMetrics _metrics = new();
    private readonly SettleCoverage _function;

    public SettleCoverageTests()
    {
        var parameters = RiskParametersFile.LoadSample();
        _store.Setup(s => s.LoadAsync("USDT", It.IsAny<CancellationToken>())).ReturnsAsync(new FundContents(Header: null, State: null, []));
        _store.Setup(s => s.CommitAsync(It.IsAny<ShardTransaction>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ShardTransaction transaction, CancellationToken _) => new StoredHeader(transaction.Header, "tag"));
        _function = new SettleCoverage(
            new CoverageRequestFormat(parameters),
            new FundProcessor(parameters, _store.Object, Mock.Of<IShardStore>(), Mock.Of<IMarkStore>(), Mock.Of<IMessageSender>(), _metrics, TimeProvider.System));
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task A_request_that_is_settled_is_completed()
    {
        var message = Received.Message("m-1", Encoding.UTF8.GetBytes(Fee));

        await _function.RunAsync(message, _actions.Object, None);

        // What the capital gives the fund first, and then the fee.
        _store.Verify(s => s.CommitAsync(It.Is<ShardTransaction>(t => t.Partition == "USDT" && t.Header.Version == 2 && t.Changes.Any(c => c.Key == "h|A|cross|1|fee")), None), Times.Once);
        _actions.VerifyCompleted(message);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_request_that_fails_is_left_to_the_host_which_abandons_it()
    {
        _store.Setup(s => s.LoadAsync("USDT", It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("the tables are down"));

        await Assert.ThrowsAsync<IOException>(() => _function.RunAsync(Received.Message("m-1", Encoding.UTF8.GetBytes(Fee)), _actions.Object, None));

        _actions.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData("not JSON", "not valid JSON")]
    [InlineData("""{"id":"A|cross|1|fee","kind":"fee","accountId":"A","pool":"cross","currency":"USDT","amount":"-28.05","at":"2026-05-19T13:00:00Z"}""", "amount = \"-28.05\": must not be negative")]
    public async Task What_is_no_request_is_dead_lettered_with_the_reason(string body, string reason)
    {
        var message = Received.Message("m-1", Encoding.UTF8.GetBytes(body));

        await _function.RunAsync(message, _actions.Object, None);

        _actions.Verify(
            a => a.DeadLetterMessageAsync(message, null, "MalformedRequest", It.Is<string>(text => text.Contains(reason, StringComparison.Ordinal)), None), Times.Once);
        _actions.VerifyNoOtherCalls();
        _store.VerifyNoOtherCalls();
    }
}
