using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.InMemory;
using MarginFunctions.PortContracts;

namespace MarginFunctions.Engine.Tests.Contracts;

public sealed class InMemoryShardStoreTests : ShardStoreContract
{
    protected override Task<IShardStore> CreateAsync() => Task.FromResult<IShardStore>(new InMemoryShardStore(new PortSteps()));
}

public sealed class InMemoryFundStoreTests : FundStoreContract
{
    protected override Task<IFundStore> CreateAsync() => Task.FromResult<IFundStore>(new InMemoryFundStore(new PortSteps()));
}

public sealed class InMemoryMarkStoreTests : MarkStoreContract
{
    protected override Task<IMarkStore> CreateAsync() => Task.FromResult<IMarkStore>(new InMemoryMarkStore(new PortSteps()));
}

public sealed class InMemoryBandIndexTests : BandIndexContract
{
    protected override Task<IBandIndex> CreateAsync() => Task.FromResult<IBandIndex>(new InMemoryBandIndex(new PortSteps()));
}

public sealed class InMemoryDecisionHistoryTests : DecisionHistoryContract
{
    protected override Task<IDecisionHistory> CreateAsync() => Task.FromResult<IDecisionHistory>(new InMemoryDecisionHistory(new PortSteps()));
}

public sealed class InMemoryBusTests : MessageSenderContract
{
    private readonly InMemoryBus bus = new(new PortSteps());

    protected override Task<IMessageSender> CreateAsync() => Task.FromResult<IMessageSender>(bus);

    protected override Task<IReadOnlyList<OutgoingMessage>> ReadSentAsync(string entity) => Task.FromResult<IReadOnlyList<OutgoingMessage>>(bus.At(entity));
}

public sealed class InMemoryRiskStateStoreTests : RiskStateStoreContract
{
    protected override Task<IRiskStateStore> CreateAsync() => Task.FromResult<IRiskStateStore>(new InMemoryRiskStateStore(new PortSteps()));
}

public sealed class InMemoryNotificationDirectoryTests : NotificationDirectoryContract
{
    protected override Task<INotificationDirectory> CreateAsync() => Task.FromResult<INotificationDirectory>(new InMemoryNotificationDirectory());
}

public sealed class InMemorySliceBudgetTests : SliceBudgetContract
{
    protected override Task<ISliceBudget> CreateAsync() => Task.FromResult<ISliceBudget>(new InMemorySliceBudget(new PortSteps()));
}
