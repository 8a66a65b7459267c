using System.Diagnostics.Metrics;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Dynamic;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Prices;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Engine.Tests.InMemory;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Tests.Support;

/// <summary>An engine on ports in memory: as many processors as a test asks for share them.</summary>
internal sealed class Cluster
{
    private readonly EngineMetrics metrics = new();
    private DateTimeOffset lastMark = ManualTime.Start;

    public Cluster(RiskParameters parameters)
    {
        Parameters = parameters;
        Store = new InMemoryShardStore(Steps);
        Marks = new InMemoryMarkStore(Steps);
        RiskStates = new InMemoryRiskStateStore(Steps);
        Bands = new InMemoryBandIndex(Steps);
        History = new InMemoryDecisionHistory(Steps);
        Slices = new InMemorySliceBudget(Steps);
        Funds = new InMemoryFundStore(Steps);
        Bus = new InMemoryBus(Steps);
    }

    public RiskParameters Parameters { get; }

    public PortSteps Steps { get; } = new();

    public ManualTime Time { get; } = new();

    public InMemoryShardStore Store { get; }

    public InMemoryMarkStore Marks { get; }

    public InMemoryRiskStateStore RiskStates { get; }

    public InMemoryBandIndex Bands { get; }

    public InMemoryDecisionHistory History { get; }

    public InMemorySliceBudget Slices { get; }

    public InMemoryFundStore Funds { get; }

    public InMemoryBus Bus { get; }

    public Meter Meter => metrics.Meter;

    public ShardProcessor NewProcessor() => new(Parameters, Store, Marks, RiskStates, Bands, History, Slices, Bus, metrics, Time);

    public FundProcessor NewFund(RiskParameters? parameters = null) => new(parameters ?? Parameters, Funds, Store, Marks, Bus, metrics, Time);

    public HoldingsRouter NewRouter(bool isShared = false) => new(Parameters, Bus, metrics, Time, isShared);

    public PriceIngestor NewIngestor() => new(Parameters, Marks, Bands, Bus, metrics, Time);

    public ShardSweeper NewSweeper() => new(Parameters, Bus, Time);

    public LiquidationRunner NewLiquidationRunner() => new(Parameters, Slices, Bus, Time);

    public RiskStatePublisher NewRiskPublisher() => new(Parameters, Marks, RiskStates, metrics, Time);

    /// <summary>Stores a mark later than any before, without telling anyone.</summary>
    public void Mark(string symbol, decimal price)
    {
        lastMark += TimeSpan.FromTicks(1);
        Marks.Put(new Mark(symbol, price, lastMark, "test"));
    }

    /// <summary>What a look now would go by: marks, moment and ranges.</summary>
    public MarkSet MarkSet() =>
        Risk.Prices.MarkSet.Of(Parameters, Marks.Now().Select(m => KeyValuePair.Create(m.Symbol, m.Price)), Time.Now, RiskStates.Now()?.ToRiskState());

    public IReadOnlyList<AccountState> Accounts(int shard = 0) =>
        [.. Store.Rows(shard, RowKeys.AccountPrefix).Select(r => JsonSerializer.Deserialize(r.Body.Span, EngineJson.Default.AccountState)!)];

    public AccountState Account(string id, int shard = 0) => Accounts(shard).Single(a => a.AccountId == id);

    /// <summary>Decisions still in a shard.</summary>
    public IReadOnlyList<DecisionRecord> Decisions(int shard = 0) => Read(Store.Rows(shard, RowKeys.DecisionPrefix));

    /// <summary>Decisions that have been moved.</summary>
    public IReadOnlyList<DecisionRecord> Moved() => Read(History.Now());

    public IReadOnlyList<MarginCallMessage> Calls() => Sent(Entities.MarginCalls, EngineJson.Default.MarginCallMessage);

    public IReadOnlyList<LiquidationJob> Jobs() => Sent(Entities.LiquidationJobs, EngineJson.Default.LiquidationJob);

    public IReadOnlyList<CoverageRequest> Requests() => Sent(Entities.CoverageRequests, EngineJson.Default.CoverageRequest);

    public IReadOnlyList<UpdateRejection> Rejections() => Sent(Entities.UpdateRejections, EngineJson.Default.UpdateRejection);

    private List<T> Sent<T>(string entity, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Bus.At(entity).ConvertAll(m => JsonSerializer.Deserialize(m.Body.Span, type)!);

    private static IReadOnlyList<DecisionRecord> Read(IEnumerable<ShardRow> rows) =>
        [.. rows.Select(r => JsonSerializer.Deserialize(r.Body.Span, EngineJson.Default.DecisionRecord)!)];
}
