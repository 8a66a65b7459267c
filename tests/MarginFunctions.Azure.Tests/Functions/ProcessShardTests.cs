using System.Text;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Functions;
using MarginFunctions.Risk.Bands;
using Microsoft.Azure.Functions.Worker;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Functions;

public sealed class ProcessShardTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Mock<ServiceBusMessageActions> _actions = new();
    private readonly Mock<IShardStore> _store = new();
    private readonly EngineMetrics _metrics = new();
    private readonly ProcessShard _function;

    public ProcessShardTests()
    {
        var parameters = RiskParametersFile.LoadSample();
        var bands = new Mock<IBandIndex>();
        bands.Setup(b => b.ReadShardAsync(It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync(new Dictionary<string, PriceBand>());
        _store.Setup(s => s.LoadAsync(It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync(new ShardContents(Header: null, [], []));
        var marks = Mock.Of<IMarkStore>(m => m.ReadAllAsync(It.IsAny<CancellationToken>()) == Task.FromResult<IReadOnlyList<Mark>>(Array.Empty<Mark>()));
        _function = new ProcessShard(
            new ShardWorkFormat(new HoldingsReader(parameters)),
            new ShardProcessor(parameters, _store.Object, marks, Mock.Of<IRiskStateStore>(), bands.Object, Mock.Of<IDecisionHistory>(), Mock.Of<ISliceBudget>(), Mock.Of<IMessageSender>(), _metrics, TimeProvider.System));
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Work_that_is_done_is_completed()
    {
        var message = Received.Message("s|0007|1", ShardWorkFormat.Write(ShardWorkKind.Sweep, 7));

        await _function.RunAsync(message, _actions.Object, None);

        _store.Verify(s => s.LoadAsync(7, None), Times.Once);
        _actions.VerifyCompleted(message);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Work_that_fails_is_left_to_the_host_which_abandons_it()
    {
        _store.Setup(s => s.LoadAsync(7, It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("the tables are down"));

        await Assert.ThrowsAsync<IOException>(
            () => _function.RunAsync(Received.Message("s|0007|1", ShardWorkFormat.Write(ShardWorkKind.Sweep, 7)), _actions.Object, None));

        _actions.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData("not JSON", "not valid JSON")]
    [InlineData("""{"kind":"dance","shard":7,"updates":[]}""", "kind")]
    [InlineData("""{"kind":"sweep","shard":-1,"updates":[]}""", "shard")]
    public async Task What_is_no_work_is_dead_lettered_with_the_reason(string body, string reason)
    {
        var message = Received.Message("m-1", Encoding.UTF8.GetBytes(body));

        await _function.RunAsync(message, _actions.Object, None);

        _actions.Verify(
            a => a.DeadLetterMessageAsync(message, null, "MalformedWork", It.Is<string>(text => text.Contains(reason, StringComparison.Ordinal)), None), Times.Once);
        _actions.VerifyNoOtherCalls();
        _store.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_reason_is_no_longer_than_the_bus_takes()
    {
        var fields = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"{new string('f', 300)}{i}\":\"{new string('v', 300)}\""));

        await _function.RunAsync(Received.Message("m-1", Encoding.UTF8.GetBytes($"{{{fields}}}")), _actions.Object, None);

        Assert.InRange(Assert.IsType<string>(Assert.Single(_actions.Invocations).Arguments[3]).Length, 100, 4096);
    }
}
