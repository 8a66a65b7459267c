using System.Text;
using Azure.Messaging.ServiceBus;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Functions;

public sealed class SettleCoverageTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Mock<ServiceBusMessageActions> _actions = new();
    private readonly Mock<IFundStore> _store = new();
    private readonly EngineMetrics _metrics = new();
    private readonly SettleCoverage _function;

    public SettleCoverageTests()
    {
        var parameters = RiskParametersFile.LoadSample();
        _store.Setup(s => s.LoadAsync("USDT", It.IsAny<CancellationToken>())).ReturnsAsync(new FundContents(Header: null, State: null, []));
        _store.Setup(s => s.FindAsync("USDT", It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        _store.Setup(s => s.CommitAsync(It.IsAny<ShardTransaction>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ShardTransaction transaction, CancellationToken _) => new StoredHeader(transaction.Header, "tag"));
        _function = new SettleCoverage(
            new CoverageRequestFormat(parameters),
            new FundProcessor(parameters, _store.Object, Mock.Of<IShardStore>(), Mock.Of<IMarkStore>(), Mock.Of<IMessageSender>(), _metrics, TimeProvider.System),
            new BatchSettlement(NullLogger<BatchSettlement>.Instance),
            NullLogger<SettleCoverage>.Instance);
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Requests_that_are_settled_are_completed_and_are_one_transaction()
    {
        ServiceBusReceivedMessage[] messages = [Message(1), Message(2)];

        await _function.RunAsync(messages, _actions.Object, None);

        // What the capital gives the fund first, and then both fees.
        _store.Verify(
            s => s.CommitAsync(
                It.Is<ShardTransaction>(t => t.Partition == "USDT" && t.Header.Version == 2 && t.Changes.Any(c => c.Key == "h|A|cross|1|fee") && t.Changes.Any(c => c.Key == "h|A|cross|2|fee")), None),
            Times.Once);
        Assert.All(messages, message => _actions.VerifyCompleted(message));
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task One_that_cannot_be_settled_is_abandoned_and_holds_up_none_of_the_others()
    {
        ServiceBusReceivedMessage[] messages = [Message(1), Message(2), Message(3)];
        _store.Setup(s => s.CommitAsync(It.Is<ShardTransaction>(t => t.Changes.Any(c => c.Key == "h|A|cross|2|fee")), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("the row cannot be written"));

        await _function.RunAsync(messages, _actions.Object, None);

        _actions.VerifyCompleted(messages[0]);
        _actions.VerifyAbandoned(messages[1]);
        _actions.VerifyCompleted(messages[2]);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Where_nothing_can_be_settled_all_are_abandoned()
    {
        _store.Setup(s => s.LoadAsync("USDT", It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("the tables are down"));
        ServiceBusReceivedMessage[] messages = [Message(1), Message(2)];

        await _function.RunAsync(messages, _actions.Object, None);

        Assert.All(messages, message => _actions.VerifyAbandoned(message));
        _actions.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData("not JSON", "not valid JSON")]
    [InlineData("""{"id":"A|cross|1|fee","kind":"fee","accountId":"A","pool":"cross","currency":"USDT","amount":"-28.05","at":"2026-05-19T13:00:00Z"}""", "amount = \"-28.05\": must not be negative")]
    public async Task What_is_no_request_is_dead_lettered_with_the_reason_and_the_others_are_settled(string body, string reason)
    {
        var bad = Received.Message("m-1", Encoding.UTF8.GetBytes(body));
        var good = Message(2);

        await _function.RunAsync([bad, good], _actions.Object, None);

        _actions.Verify(
            a => a.DeadLetterMessageAsync(bad, null, "MalformedRequest", It.Is<string>(text => text.Contains(reason, StringComparison.Ordinal)), None), Times.Once);
        _actions.VerifyCompleted(good);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Where_no_message_is_a_request_the_fund_is_not_touched()
    {
        await _function.RunAsync([Received.Message("m-1", Encoding.UTF8.GetBytes("{}"))], _actions.Object, None);

        _store.VerifyNoOtherCalls();
    }

    private static ServiceBusReceivedMessage Message(int number) => Received.Message($"m-{number}", Encoding.UTF8.GetBytes(
        $$"""{"id":"A|cross|{{number}}|fee","kind":"fee","accountId":"A","pool":"cross","currency":"USDT","amount":"28.05","at":"2026-05-19T13:00:00Z"}"""));
}
